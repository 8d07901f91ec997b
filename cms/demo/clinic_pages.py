"""The texts about the clinic, which is invented, and about the guideline."""

from typing import Any

CLINIC: dict[str, str] = {
    "clinic_name": "Larkmoor Pain Clinic",
    "tagline": "Infusions for chronic pain, with the evidence in view",
    "address": "14 Mill Lane, Suite 2\nLarkmoor",
    "phone": "(919) 555-0142",
    "email": "hello@larkmoor.example",
    "hours": "Monday to Thursday, 8 am to 5 pm\nFriday, 8 am to 1 pm",
    "emergency_notice": "We cannot help in an emergency. If you are in danger, call 911 or go to the nearest "
    "emergency department.",
    "disclaimer": "<p>This page informs; it does not replace the advice of your own doctor. Larkmoor Pain Clinic and "
    "its staff are invented for a demonstration of Citewell. The sources are real.</p>",
}

HOME: dict[str, Any] = {
    "title": "Larkmoor Pain Clinic",
    "slug": "larkmoor",
    "search_description": "A clinic for ketamine infusions in chronic pain that shows the source of every claim.",
    "heading": "Care for pain that stays",
    "lead": """
        We give ketamine infusions to people with chronic pain, and we tell you how good the evidence is before you
        decide. Every claim on this site leads to its source.
    """,
    "body": [
        (
            "section",
            "Why we show our sources",
            "",
            """
            About one person in five worldwide lives with chronic pain.[^treede] Many of them have been promised too
            much. Ketamine is no cure for everything: the consensus guidelines find moderate evidence for one
            condition, weak evidence for another, and little or none for several more.[^cohen]

            So we print the grade. Where you see a small number, open it: it shows the publication that stands behind
            the sentence. All of them together are in our [list of references](references).
            """,
        ),
        (
            "section",
            "How we work",
            "",
            """
            - We listen first. Nothing is booked before you know what to expect.
            - We take time. An infusion lasts four hours, with a nurse near you throughout.
            - We work with your doctors. Ketamine is one part of a larger plan.

            [How a visit goes](visit) and [what referring physicians need](physicians) are told on their own pages.
            """,
        ),
    ],
}

STANDARD_PAGES: dict[str, dict[str, Any]] = {
    "guidelines": {
        "title": "Guidelines",
        "slug": "guidelines",
        "show_in_menus": True,
        "lead": "What medical societies say about the treatments we offer, in full and in plain words.",
        "body": [
            (
                "section",
                "Ketamine infusions for chronic pain",
                "",
                """
                In 2018 three American societies, of regional anesthesia, of pain medicine and of anesthesiology,
                agreed on how ketamine infusions should be used in chronic pain.[^cohen] We follow them.

                [Read the grades, condition by condition](guideline)
                """,
            ),
            (
                "section",
                "How to read a grade",
                "",
                """
                A letter by itself says nothing. B in one scheme can be C in the next. So beside each grade on this
                site stands what it means in the scheme that it comes from, and the scheme's own definition is one
                click away.
                """,
            ),
        ],
    },
    "visit": {
        "title": "Your visit",
        "slug": "your-visit",
        "show_in_menus": True,
        "lead": "From the first call to the way home: what happens, how long it takes, and what we ask of you.",
        "body": [
            (
                "section",
                "The first talk",
                "",
                """
                It costs you an hour and commits you to nothing. Bring a list of your medicines and, if you have them,
                letters from the doctors who know your pain. We will ask what you have tried and what you hope for.

                If we think that ketamine is unlikely to help you, we say so.
                """,
            ),
            (
                "section",
                "The day of an infusion",
                "",
                """
                A session takes four hours. You sit or lie in a quiet room, and a nurse stays with you. You may bring
                someone along.

                You may feel drowsy, or far away from things, for part of that time. If this becomes unpleasant, tell
                us; we can give something against it.
                """,
            ),
            (
                "callout",
                "caution",
                "Please do not drive yourself home",
                "Arrange for someone to take you. We will not let you leave alone.",
            ),
            (
                "section",
                "Afterwards",
                "",
                """
                You come back for further sessions on other days. In between we ask how your pain has been, and we
                write to your own doctor. How the evidence stands for your condition is told under
                [conditions](conditions).
                """,
            ),
        ],
    },
    "physicians": {
        "title": "For physicians",
        "slug": "for-physicians",
        "show_in_menus": True,
        "lead": "Whom to refer, what we need to know, and what you will hear from us.",
        "body": [
            (
                "section",
                "Whom to refer",
                "",
                """
                The best supported indication is complex regional pain syndrome, with moderate evidence (grade B).
                Evidence is weak for spinal cord injury pain (grade C), and weak or absent for mixed neuropathic pain,
                fibromyalgia included (grade D).[^cohen]

                Longer infusions have gone with longer relief,[^maher] so our sessions last four hours, over several
                outpatient visits.
                """,
            ),
            ("guideline_table", [], ""),
            (
                "section",
                "What to send",
                "",
                """
                - the diagnosis and how it was made
                - what has been tried, at which dose, with what result
                - present medicines and allergies
                - other illnesses, those of the heart, the liver and the mind above all

                Please send nothing by e-mail that names a patient. Call us, and we agree on a safe way.
                """,
            ),
            (
                "section",
                "What you get back",
                "",
                """
                A letter after the first visit, and one after the course of infusions. The plan stays yours; we report
                on our part of it.
                """,
            ),
        ],
        "call_to_action": (
            "Would you rather talk to a colleague first?",
            [("Ask a question", "question")],
        ),
    },
    "about": {
        "title": "About us",
        "slug": "about",
        "show_in_menus": True,
        "lead": "A small clinic for one treatment, and for people who want to know how well it works.",
        "body": [
            (
                "section",
                "Who we are",
                "",
                """
                Tomas Arvik, MD, leads the clinic and reviews every page about a condition. Nora Ellingson, RN, looks
                after the infusions and writes most of what you read here.
                """,
            ),
            (
                "section",
                "How our pages are made",
                "",
                """
                Somebody writes, somebody else checks each claim against its source, and both names stand at the top of
                the page with the date. Once a year the whole page is read again. When a source is corrected or
                withdrawn, the note appears wherever we cite it.
                """,
            ),
            (
                "callout",
                "note",
                "This clinic is invented",
                """
                Larkmoor Pain Clinic, its address and its people exist only to show what Citewell does. The
                publications are real, and what is said of them is meant to be right.
                """,
            ),
        ],
        "call_to_action": (
            "You are welcome to call, to write or to come by.",
            [("Schedule a consultation", "consultation"), ("Ask a question", "question")],
        ),
    },
    "privacy": {
        "title": "Privacy",
        "slug": "privacy",
        "lead": "What you tell us stays with us. This page says what we keep, why, and for how long.",
        "body": [
            (
                "section",
                "When you read",
                "",
                """
                This site sets no cookies for readers, counts nobody and loads nothing from other companies. Our server
                notes which page was asked for and when, to find faults.
                """,
            ),
            (
                "section",
                "When you write to us",
                "",
                """
                What you enter in the contact form is stored encrypted. Only those who answer enquiries can open it,
                and each time one is opened is recorded. The e-mail that tells us of your enquiry says that there is
                one; it does not repeat what you wrote.

                Please do not write more about your health than you need to. We will ask for the rest in person.
                """,
            ),
            (
                "section",
                "Your rights",
                "",
                """
                You may ask what we hold about you, have it corrected, and have it erased. Write or call; the
                [contact page](contact) has the ways.
                """,
            ),
        ],
    },
}

INDEX: dict[str, Any] = {
    "title": "Conditions",
    "slug": "conditions",
    "show_in_menus": True,
    "lead": "For each condition: what it is, what ketamine may do for it, and how well that is known.",
}

GUIDELINE_PAGE: dict[str, Any] = {
    "title": "Ketamine infusions for chronic pain: the 2018 guidelines",
    "slug": "ketamine-infusions-for-chronic-pain-2018",
    "lead": """
        A committee of three medical societies went through the studies on ketamine infusions and graded the evidence
        for each condition.[^cohen] These are its grades.
    """,
    "body": [
        (
            "section",
            "What the committee did",
            "",
            """
            The societies formed one committee to look at ketamine in acute and in chronic pain, and to give clinics a
            common frame for using it.
            """,
        ),
        (
            "section",
            "What we make of it",
            "",
            """
            We offer infusions first of all for [complex regional pain syndrome](crps). For
            [spinal cord injury and nerve pain](nerves) and for [fibromyalgia](pain) we talk through the weak evidence
            with you and decide case by case.
            """,
        ),
    ],
}

REFERENCE_LIST: dict[str, Any] = {
    "title": "References",
    "slug": "references",
    "lead": "Every publication that this site relies on, and the pages that cite it.",
}

CONTACT: dict[str, Any] = {
    "title": "Contact",
    "slug": "contact",
    "show_in_menus": True,
    "intro": "Ask us anything. A nurse reads every message and answers within two working days.",
    "phone": CLINIC["phone"],
    "form_intro": "A few words are enough. Please leave out details of your health that we do not need yet.",
    "what_happens_next": """
        We read what you wrote and call or write back in the way you prefer. If you would like to become a client, we
        arrange a first talk. Nothing is decided before that.
    """,
    "consent_text": """
        I agree that the clinic stores what I have entered, encrypted, to answer me, and erases it when it is no longer
        needed. More under [privacy](privacy).
    """,
    "thanks_title": "Thank you. Your message has arrived.",
    "thanks_text": "Please note the receipt number below. We answer within two working days.",
}
NOTIFY = "front-desk@larkmoor.example"
