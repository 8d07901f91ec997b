"""The browser takes the structured data for data: it runs nothing of it, and the page's policy lets it be."""

import json

from pages.models import ConditionPage

HOSTILE = "</script><script>document.title = 'run'</script>"
POLICY = "addEventListener('securitypolicyviolation', event => { window.violated = event.blockedURI })"


def test_a_hostile_title_stays_within_the_data(demo_site, desktop):
    ConditionPage.objects.filter(slug="chronic-pain").update(title=HOSTILE)
    desktop.add_init_script(POLICY)
    answer = desktop.goto(f"{demo_site.url}/conditions/chronic-pain/")
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    block = desktop.locator("script[type='application/ld+json']")
    assert block.count() == 1
    assert json.loads(block.text_content())["@graph"][0]["@type"] == "MedicalWebPage"
    assert HOSTILE in block.text_content().encode().decode("unicode_escape")
    assert desktop.title() != "run"
    assert desktop.evaluate("window.violated") is None
