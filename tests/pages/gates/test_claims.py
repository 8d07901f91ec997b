"""Which sentences make a claim without a source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.gates.claims import find_uncited_claims

CITATION = '<embed embedtype="citation" id="7"/>'


@pytest.mark.parametrize(
    "sentence",
    [
        "Pain fell by 30%.",
        "About 45 per cent felt better.",
        "It helps 1 in 5 people.",
        "Two out of three slept better.",
        "Half of patients stop early.",
        "They were twice as likely to recover.",
        "It carries three times the risk.",
        "There was a 2.5-fold rise.",
        "A twofold rise was seen.",
        "The NNT was 4.",
        "The odds ratio favoured ketamine.",
        "Pain fell (95% CI 1.2 to 3.4).",
        "The effect was clear (p < 0.05).",
        "It was tried in 48 patients.",
        "Seven randomized controlled trials agree.",
        "A survey of 1,200 adults agreed.",
        "It is recommended for CRPS (grade B).",
        "Level 1a studies exist.",
        "There is weak evidence for it.",
        "There is little evidence for it.",
        "There is no evidence for it.",
        "The certainty of the evidence is low.",
        "The evidence for CRPS is weak.",
    ],
)
def test_a_claim_without_a_source_is_found(sentence):
    assert find_uncited_claims(f"<p>{sentence}</p>".replace(" < ", " &lt; ")) == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "Die Schmerzen nahmen um 30 % ab.",
        "Etwa 45 Prozent der Kranken ging es besser.",
        "Bei 1 von 5 Menschen hilft es.",
        "Es wird empfohlen (Empfehlungsgrad B).",
        "Evidenzlevel 1a liegt vor.",
        "Der Effekt war klar (p < 0,05).",
        "Das Risiko sank (OR 0,7).",
        "La douleur a baissé de 30 %.",
        "Environ 45 pour cent vont mieux.",
        "Cela aide 1 patient, soit 3 sur 10.",
        "Recommandation de grade B.",
        "El dolor bajó un 30 por ciento.",
        "Ayuda a 1 de cada 5 personas.",
        "Recomendación de grado A.",
        "Il dolore è calato del 30 per cento.",
        "A dor caiu (IC 95 1,2 a 3,4).",
        "Het helpt 1 op de 5 mensen.",
        "Ból ustąpił u 1 z 5 osób.",
        "疼痛减少了30%。",
        "انخفض الألم بنسبة ٣٠٪.",
        "Studie mit n = 48.",
        "Стало лучше у 30 %.",
    ],
)
def test_numbers_and_grades_are_found_in_other_languages(sentence):
    assert find_uncited_claims(f"<p>{sentence}</p>".replace(" < ", " &lt; ")) == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ein Besuch kostet 450 €, mit 20 % Rabatt.",
        "Une visite avec 20 % de remise.",
        "Wir geben 0,9 % Kochsalzlösung.",
        "Die Praxis öffnete am 1. Mai 2019.",
        "Es sind 20 Grad Celsius im Raum.",
        "Nos horaires sont de 9 à 17 heures.",
        "Abrimos de 9 a 17.",
        "Niveau B1 in German is enough.",
    ],
)
def test_what_is_no_claim_in_other_languages_is_left_alone(sentence):
    assert find_uncited_claims(f"<p>{sentence}</p>") == []


def test_sentences_end_without_a_space_where_a_script_has_none():
    assert find_uncited_claims(f"<p>疼痛减少了30%{CITATION}。又减少了10%。</p>") == ["又减少了10%。"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Type 1 is named first.",
        "A visit costs $450, or 20% off for members.",
        "Call (555) 123-4567.",
        "An infusion takes 4 hours, two to three times a week.",
        "The clinic opened in 2019.",
        "It is coded in ICD-11 as MG30.",
        "We use 0.9% saline and 5% lidocaine.",
        "Take it twice as needed.",
        "One in the morning and two at night.",
        "Results in 2 weeks, 1 in 2020.",
        "Our evidence room is open.",
        "A type 2 patients' group meets here.",
    ],
)
def test_what_is_no_claim_is_left_alone(sentence):
    assert find_uncited_claims(f"<p>{sentence}</p>") == []


@pytest.mark.parametrize(
    ("paragraph", "found"),
    [
        ("Pain fell by 30%." + CITATION + " It rose by 10%.", ["It rose by 10%."]),
        ("Pain fell by 30%" + CITATION + ". It rose by 10%.", ["It rose by 10%."]),
        ("Pain fell by 30%. It rose by 10%." + CITATION, []),
        ("Pain fell by 30%. " + CITATION + " It rose by 10%.", ["It rose by 10%."]),
        ("Pain fell. It rose by <b>1</b>0&nbsp;%.", ["It rose by 10 %."]),
    ],
)
def test_a_citation_serves_its_sentence_and_those_before(paragraph, found):
    assert find_uncited_claims(f"<p>{paragraph}</p>") == found


def test_each_item_and_cell_needs_its_own():
    items = (
        f"<ul><li>Pain fell by 30%.{CITATION}</li><li>It rose by 10%.</li></ul><table><tr><td>1 in 5</td></tr></table>"
    )
    assert find_uncited_claims(items) == ["It rose by 10%.", "1 in 5"]


def test_headings_make_no_claims():
    assert find_uncited_claims("<h3>Grade B: <b>30%</b> less pain</h3><p>See below.</p>") == []


@given(st.text())
def test_it_never_raises(text):
    find_uncited_claims(text)


@given(st.text(alphabet=st.characters(exclude_characters="<>&"), max_size=200))
def test_a_paragraph_that_ends_in_a_citation_is_never_reported(text):
    assert find_uncited_claims(f"<p>{text}, 30%{CITATION}</p>") == []
