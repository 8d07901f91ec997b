"""What the words of an enquiry give away by themselves: rules, each with its weight and reason. Pure; rules are data.

Written for what clinics receive besides patients: offers to the business, bait, phishing. Rules name what is offered or
asked, never an illness, a drug or a language: people write about those.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..search_terms import fold
from .letter import LINK, Letter
from .verdicts import Said, gettext_noop

LAYER = "text"
MOST = 5.0
"""However many rules agree."""


@dataclass(frozen=True)
class Rule:
    """Something to find in the folded text, how much it weighs, and how staff are told."""

    reason: str
    weight: float
    pattern: re.Pattern[str]


def _rule(reason: str, weight: float, *alternatives: str) -> Rule:
    # Without re.I, which looks at each letter of the text anew: that is folded, and so are they.
    return Rule(reason, weight, re.compile(r"\b(?:" + "|".join(alternatives) + r")"))


_COMPANIES = (
    r"(?:clinics?|practices|businesses|companies|providers|brands|healthcare (?:organi[sz]ations|providers|teams))"
)

RULES = (
    _rule(
        gettext_noop("Offers to move the site up in searches"),
        2.2,
        r"seo\b",
        r"back-?links?\b",
        r"guest[ -]?post",
        r"sponsored (?:post|article|content)",
        r"do-?follow",
        r"link (?:insertion|exchange|building)",
        r"domain (?:authority|rating)",
        r"organic (?:traffic|visitors|rank)",
        r"(?:first|top|page one|1st) (?:page |spot |position )?(?:of|on|in) google",
        r"rank(?:s|ing|ings)? (?:higher|better|on|in|for|poorly|at|number)",
        r"search (?:engine|results|rankings?|visibility)",
        r"posicionamiento",
    ),
    _rule(
        gettext_noop("Speaks of the site or the business rather than of a person"),
        1.4,
        r"your (?:company|business|brand|web ?site|web ?page|home ?page|blog|domain|listing|online presence|"
        r"organi[sz]ation)\b",
        r"(?:visited|browsing|looking at|came across|found|reviewed|checked|on) your (?:site|page|practice|clinic)\b",
        r"su (?:empresa|sitio web|pagina web|negocio)\b",
    ),
    _rule(
        gettext_noop("Sells a service to businesses"),
        1.6,
        r"(?:qualified |more |new |exclusive )?leads\b",
        r"lead gen",
        r"digital marketing",
        r"marketing (?:agency|services|team|package|partner|campaign)",
        r"web(?:site)? (?:design|develop|redesign)",
        r"(?:mobile )?app develop",
        r"software (?:house|company|develop|solution)",
        r"out-?sourc",
        r"virtual assistant",
        r"(?:medical|revenue) (?:billing|cycle)",
        r"(?:payment|card|merchant) (?:process|services|terminal)",
        r"(?:business|working|growth) (?:loan|capital|funding|line of credit)",
        r"social media (?:manage|market|post|content|calendar|growth)",
        r"(?:reputation|review) management",
        r"(?:five|5)[ -]star reviews",
        r"(?:remove|delete) (?:bad|negative) reviews",
        r"(?:email|mailing|contact|prospect) (?:list|database)s?",
        r"(?:verified|decision[ -]maker) (?:contacts|emails)",
        r"(?:office|commercial) cleaning",
        r"janitorial",
        r"staffing\b",
        r"wholesale",
        r"bulk (?:order|supply|pricing|discount)",
        r"manufactur(?:er|ers|ing)\b",
        r"explainer video",
        r"(?:buy|more|real) followers",
        r"ai (?:receptionist|assistant|agent|chatbot|phone|voice|scribe|powered|tools?)\b",
        r"chatbot",
        r"automat(?:e|es|ed|ing|ion)\b",
    ),
    _rule(
        gettext_noop("Speaks for a company"),
        1.6,
        r"we (?:are|'re) (?:an?|the) (?:\w+ ){0,4}(?:agency|company|firm|team|supplier|studio|partner|platform|"
        r"provider)",
        r"(?:i am|i'm|this is) \w+(?: \w+)? (?:from|with|at|of) (?:the )?\w+ (?:agency|digital|media|marketing|"
        r"solutions|"
        r"studio|capital|group|consulting|technologies|partners|labs|staffing|recruit)",
        r"we (?:help|work with|partner with|serve|support|specialize|specialise|offer|provide|supply|build|"
        r"place|source)\b",
        r"our (?:clients|agency|platform|software|solution|team of|services|packages|product|catalog|catalogue|"
        r"company|"
        r"experts|writers|network|candidates|consultants|portfolio)\b",
        rf"(?:help|helped|helps|helping|work with|other|similar|many|most) (?:\w+ ){{0,2}}{_COMPANIES}\b",
        r"ofrecemos\b",
        r"nuestros (?:servicios|clientes)",
    ),
    _rule(
        gettext_noop("Says what a supplier does"),
        1.6,
        r"we (?:can |will |also |would like to |already |do )*(?:create|generate|remove|cut|handle|design|"
        r"manage|automate|buy|sell|"
        r"export|ship|deliver|charge|guarantee|represent|transform|develop|audited|write|publish|promote|"
        r"get your|connect)\b",
        r"(?:our|a|one) (?:\w+ )?(?:widget|kit|program|programme|studio|laboratory|factory|firm|buyer|editors|"
        r"engineers|"
        r"specialists|consultants|suite|tool|app|service|team) (?:\w+ )?(?:makes|includes|has|is|are|will|can|"
        r"works?|offers?|builds?|"
        r"provides?|replaces|helps|handles?|delivers|specializ|create|increases?|reminds?|and)\b",
        r"(?:practices|clinics?|businesses|companies|providers|offices) (?:like|similar to) yours",
        r"(?:medical|dental|doctors'?) (?:offices|practices|groups)\b",
        r"purchasing (?:manager|decisions?)|office manager",
    ),
    _rule(
        gettext_noop("Offers what offices buy"),
        1.8,
        r"catalogu?e|brochure|suppl(?:ier|iers)\b|moq\b|oem\b|distributor|refurbished|import and export|spare parts",
        r"payroll|accounting services|bookkeeping|tax (?:credits?|savings|strateg)|cpa firm|malpractice|"
        r"(?:insurance|free) quotes?\b",
        r"hvac|solar|printing|signage|office (?:furniture|supplies|coffee|space)|vending|maintenance contract|"
        r"pest control",
        r"(?:web)?hosting\b|ssl certificate|cyber ?security (?:audit|assess)|it (?:support|services) (?:for|"
        r"provider)|telehealth suite",
        r"call for papers|(?:submit|publish) your|manuscript|publication fee|booths?\b|exhibitors?\b|"
        r"attendees? list|podcast|"
        r"press release|featured (?:in|on)|media coverage|award nominat|wikipedia page",
        r"franchise|private equity|(?:buy|purchase|acquir\w*|sell\w*) (?:a |your |the )?(?:clinic|practice)s?\b|"
        r"valuation",
        r"grants?\b.{0,40}(?:eligib|qualif|paperwork)|government (?:grant|fund|incentive)|market research|"
        r"paid survey",
        r"(?:ads?|ppc|adwords)\b.{0,30}(?:budget|spend|campaign)|google ads|facebook ads|call tracking|"
        r"landing pages?|logos?\b",
        r"bulk (?:sms|e-?mail)|telegram|whatsapp",
        r"compliance (?:kit|training|audit)|accessibility (?:scan|widget)|shredding|records storage",
    ),
    _rule(
        gettext_noop("Speaks of patients and staff as an owner's affair"),
        1.4,
        r"your (?:patients|staff|competitors|customers|team|providers|practice|revenue|bookings|logo|budget|"
        r"practice's|patient "
        r"journey|founder|owner|industry|requirements?)\b",
        r"(?:new|more|bring|attract|lost) (?:\w+ )?(?:patients|customers|clients|bookings)\b",
        r"patient (?:engagement|acquisition|financing|retention|experience|leads?|reminders?)",
    ),
    _rule(
        gettext_noop("Names a price or a bargain"),
        1.4,
        r"(?:for|from|at|just|only|save|earn|starting|costs?) (?:just |only )?[$€£]\d",
        r"[$€£] ?[\d.,]+ ?(?:/|per |an? )(?:hour|hr|month|mo|post|page|show)",
        r"(?:first|two|three) months? (?:free|on us)|free (?:shipping|setup|migration|delivery)|no (?:setup|"
        r"upfront|contract|hidden|"
        r"merchant)\b",
        r"money[ -]back|guaranteed|complimentary|discount(?:ed|s)?\b|bonus\b|warranty|factory (?:price|direct)",
        r"(?:special|best|affordable|competitive|lowest|wholesale|bulk|cheap(?:est)?) (?:price|rate|quote|sms|"
        r"offer|fee)s?",
        r"(?:spots|slots|places|offer|price) (?:left|remaining|ends)|limited (?:spots|positions|offer)",
        r"tarifas especiales|descuento",
    ),
    _rule(
        gettext_noop("Speaks the language of advertising"),
        1.5,
        r"landscape|seamless|empower|streamlin|resonat|forward-thinking|tailored to|elevate|unlock|leverag|"
        r"cutting-edge|"
        r"innovative|boost(?:s|ed|ing)? |scal(?:e|ing) your|value together|purpose-driven|remarkable growth|"
        r"administrative burden|high-converting|conversions?\b|cash flow|overhead\b|hope this (?:message|email|"
        r"finds)|"
        r"reaching out (?:to|on|because|about)|i came across|delighted to|welcome the opportunity|esteemed|kindly\b|"
        r"previous (?:e-?mail|message)|interest(?:ed)? in seeing|did you know|overwhelmed with|thousands of|"
        r"what if (?:a|your|you)|discreet|confidential conversation|in exchange|in return",
    ),
    _rule(
        gettext_noop("Asks for a meeting, as sellers do"),
        1.5,
        r"(?:want me to|shall i|may i|mind if i|can i|happy to|glad to|love to) (?:send|share|show|arrange|walk|"
        r"collaborate|place) "
        r"(?:you|it|them|\d|the report|details|some|a|an|our)\b",
        r"(?:brief|short|quick) (?:call|question|thought)",
        r"set up a (?:\w+ )?(?:call|time|meeting)",
        r"do you have (?:10|15|20|ten|a few) minutes",
        r"who (?:makes|decides)",
        r"(?:quick|brief|short|15|10|20|ten|fifteen|twenty)[ -](?:minutes? |min )?(?:call|chat|demo|meeting|"
        r"conversation)",
        r"(?:15|10|20|30|ten|fifteen|twenty)[ -](?:minute|min)\b",
        r"(?:book|schedule|see|watch|free|live|offer a) (?:a |an |the )?demo",
        r"hop on a",
        r"free (?:audit|report|mock-?up|analysis|trial|sample|quote|proposal|website)",
        r"would you be (?:open|interested)",
        r"open to (?:a |an |learning|exploring|discuss)",
        r"worth (?:a |exploring|discuss)",
        r"(?:send|share) (?:you |over )?(?:some |our |a |the )*(?:pricing|price list|samples|proposal|quote|"
        r"catalog|portfolio|"
        r"examples|details|case study)",
        r"(?:right|best) person",
        r"who (?:handles|manages|is in charge|is responsible)",
        r"decision[ -]maker",
        r"(?:just )?reply (?:with )?(?:yes|stop|\"|')",
        r"unsubscribe",
        r"opt[ -]?out",
        r"no (?:obligation|strings|commitment|upfront)",
        r"limited[ -]time",
        r"% (?:off|discount|more)",
        r"partnership|collaborat",
        r"roi\b",
    ),
    _rule(
        gettext_noop("Speaks to whoever runs the site"),
        1.5,
        r"(?:dear|hi|hello|attention|attn) (?:business|website|site|web|domain) ?(?:owner|master|admin|manager|team)",
        r"(?:business|website|site|practice|clinic) owner",
        r"webmaster",
        r"hiring manager",
        r"to whom it may concern at",
    ),
    _rule(
        gettext_noop("Offers staff, or looks for work"),
        1.8,
        r"(?:our|qualified|vetted|screened|excellent|strong) candidates",
        r"(?:cv|resume|curriculum)\b.{0,40}(?:attach|review|consider|open)",
        r"(?:attach|my|send).{0,30}(?:cv|resume)\b",
        r"recruit(?:er|ers|ing|ment)",
        r"talent (?:acquisition|pool|partner)",
        r"(?:any|current|open|job|career) (?:vacanc|openings?|opportunit|positions?)",
        r"(?:work|earn).{0,20}from home",
        r"job (?:offer|application)",
    ),
    _rule(
        gettext_noop("Gambling, crypto, easy money"),
        3.0,
        r"casinos?\b",
        r"(?:online |sports? )(?:betting|gambling|poker)",
        r"free spins?",
        r"jackpot",
        r"slots?\b.{0,30}(?:bonus|spin|win|online|play)",
        r"bitcoin|\bbtc\b|ethereum|crypto|usdt\b|airdrop|forex|blockchain",
        r"(?:seed|recovery) phrase",
        r"trading (?:signal|platform|bot|account)",
        r"(?:passive|extra|daily) (?:income|profit)",
        r"invest(?:ment|ing|or)?s?\b.{0,40}(?:return|opportunit|profit|guarantee)",
        r"(?:guaranteed|double your|make|earn) (?:\w+ )?(?:profit|money|returns|\$\d)",
        r"inheritance|next of kin|beneficiary of",
        r"lottery|prize|gift ?card|you(?:'ve| have) (?:won|been selected)",
        r"(?:million|m) (?:usd|dollars|euros|pounds)",
        r"(?:instant|personal|payday|quick) loans?\b",
    ),
    _rule(
        gettext_noop("Sells medicines or dating"),
        3.0,
        r"(?:without|no) (?:a )?prescription(?: is)? (?:needed|required|necessary)",
        r"(?:buy|order|cheap(?:est)?|discount(?:ed)?) (?:\w+ ){0,3}(?:online|pills|viagra|cialis|meds|pharmacy)",
        r"online pharmacy",
        r"(?:hot|sexy|lonely|single) (?:girls|women|singles|ladies)",
        r"dating (?:site|app)|adult (?:site|content|video)|hook ?up",
        r"replica (?:watch|bag)",
    ),
    _rule(
        gettext_noop("Presses to open something or to give something away"),
        2.6,
        r"(?:verify|confirm|validate|update|re-?activate) (?:your |the )?(?:\w+ )?(?:account|mailbox|identity|"
        r"password|"
        r"e-?mail|payment|billing|credentials|ownership)",
        r"(?:account|mailbox|domain|service|listing|page|profile|website)\b.{0,40}(?:suspend|deactivat|disabled|"
        r"locked|limited|"
        r"expire|terminat|removed|deleted|restrict)",
        r"password (?:will |has |is )?(?:expire|expiring|expired|reset)",
        r"(?:unusual|suspicious|unauthori[sz]ed) (?:sign|log|activit|access)",
        r"(?:mailbox|storage|quota) (?:is )?(?:almost )?full",
        r"click (?:the |this |on )?(?:here|below|link|button)",
        r"(?:overdue|unpaid|attached|outstanding|pending) (?:invoice|payment)",
        r"wire (?:transfer|the)",
        r"copyright|dmca|trademark",
        r"(?:legal action|lawsuit) (?:will|against you)",
        r"within (?:24|48|72|12) hours",
        r"final (?:notice|warning|reminder)",
        r"(?:your|the) site (?:has been|was|is) hacked",
        r"download (?:the |your )?(?:document|file|invoice|attachment)",
    ),
    _rule(
        gettext_noop("Markup of a web page or a forum"),
        2.5,
        r"a href=",
        r"url=",
        r"(?<=<)script\b",
        r"(?<=\[)(?:url|link|img)\b",
    ),
)

PATIENT = re.compile(
    r"\b(?:"
    r"my (?:doctor|gp|pcp|physician|surgeon|therapist|son|daughter|kid|child|baby|wife|husband|mom|mum|mother|"
    r"father|dad|"
    r"partner|sister|brother|knee|back|neck|shoulder|hip|head|hands?|foot|feet|legs?|arms?|stomach|chest|skin|"
    r"jaw|pain|"
    r"symptoms|surgery|insurance|plan|medication|meds|prescription|diagnosis|referral|mri|appointment|periods?|"
    r"condition)"
    r"|i(?:'m| am|'ve| have| was| been| got)? (?:been )?(?:having|feeling|diagnosed|suffering|taking|on \d|hurt|"
    r"in pain|scared|"
    r"worried|afraid|referred|pregnant)"
    r"|\d+ ?mg\b|diagnosed with|hurts?\b|painful|do you (?:take|accept|treat|see)|am i (?:a candidate|eligible)|"
    r"(?:me|le) duele|mi (?:hijo|hija|esposo|esposa|mama|madre|doctor|rodilla|espalda|seguro|cita)|"
    r"tengo (?:dolor|una|un)|"
    r"aceptan|(?:una|mi|la) cita"
    r")"
)
PATIENT_WEIGHT = -2.0

_URL_IN_NAME = re.compile(r"https?:|www\.|\.(?:com|net|org|ru|xyz|top|shop|io)\b", re.I)
_ODD_LINK = re.compile(
    r"(?:bit\.ly|tinyurl|t\.me|wa\.me|goo\.gl|cutt\.ly)/|\.(?:ru|xyz|top|click|site|online|shop|icu|live|win|"
    r"vip|buzz)\b"
    r"|//\d+\.\d+\.\d+\.\d+",
    re.I,
)
_MIXED = re.compile(r"(?:[a-z][а-яё]|[а-яё][a-z])", re.I)
_GIBBERISH = re.compile(r"\s*[a-z]*(?:[a-z][A-Z]){2,}[A-Za-z]*\s*|\s*[bcdfghjklmnpqrstvwxz]{7,}\s*")
_SHOUTED = 40
"""Letters a message must have before capitals count."""


def read_letter(letter: Letter) -> list[tuple[str, float]]:
    """Which rules the letter meets, as (reason, weight), in the order of the rules."""
    # The one letter that a fold leaves and an eye takes for another, without which a rule would not be met.
    text = fold(letter.text).replace("ı", "i")
    found = [(rule.reason, rule.weight) for rule in RULES if rule.pattern.search(text)]
    found += _of_form(letter)
    if PATIENT.search(text) and not LINK.search(letter.text):
        found.append((gettext_noop("Speaks of an illness or of being treated"), PATIENT_WEIGHT))
    return found


def judge_text(letter: Letter) -> Said:
    """What the rules say together."""
    found = read_letter(letter)
    weight = max(min(round(sum(weight for _reason, weight in found), 2), MOST), PATIENT_WEIGHT)
    verdict = "spam" if weight > 0 else "patient" if weight < 0 else "nothing"
    reasons = "; ".join(reason for reason, _weight in found) or gettext_noop("No rule applies")
    return Said(LAYER, verdict, weight, reasons[:200])


def _of_form(letter: Letter) -> list[tuple[str, float]]:
    found = []
    links = LINK.findall(letter.text)
    if links:
        found.append(
            (
                gettext_noop("Holds links") if len(links) > 2 else gettext_noop("Holds a link"),
                2.0 if len(links) > 2 else 1.2,
            )
        )
    if any(_ODD_LINK.search(link) for link in links):
        found.append((gettext_noop("A link hides where it leads, or leads to a place that bait likes"), 1.5))
    if _URL_IN_NAME.search(letter.name):
        found.append((gettext_noop("The name is an address of the web"), 3.0))
    if _MIXED.search(letter.text) or _MIXED.search(letter.name):
        found.append((gettext_noop("Words mix two alphabets, which deceives filters"), 2.0))
    letters = sum(map(str.isalpha, letter.text))
    if letters >= _SHOUTED and sum(map(str.isupper, filter(str.isalpha, letter.text))) > 0.7 * letters:
        found.append((gettext_noop("Nearly all in capitals"), 0.5))
    if any(_GIBBERISH.fullmatch(text) for text in (letter.name, letter.text)):
        found.append((gettext_noop("Letters without a word"), 2.0))
    return found
