"""The texts of the three condition pages. What they claim is what the three sources of the library say, no more."""

from typing import Any

OFF_LABEL = (
    "Ketamine is approved as an anesthetic. Giving it for chronic pain is off-label: doctors may do so on their own "
    "judgement. Ask us what that means for you before you decide."
)

INVITATION = "Not sure whether this is for you? Write to us first. We will tell you plainly what the evidence says."
BUTTONS = [("Become a client", "client"), ("Ask a question", "question")]

SESSION = """
An infusion at our clinic takes four hours, and you come for several of them as an outpatient. We spread the dose over
that time on purpose: it lets us give more in all without making you too drowsy.

While the infusion runs you may feel strange or dreamlike for a time. There are medicines that soften this, and we
offer them when they are needed. How a day with us goes is told under [your visit](visit).
"""

TOGETHER = """
Ketamine is one part of a plan, never the whole of it. We work with your pain specialist and your family doctor, and we
tell them what we gave and how it went.
"""

CONDITION_PAGES: dict[str, dict[str, Any]] = {
    "pain": {
        "title": "Chronic pain and fibromyalgia",
        "slug": "chronic-pain",
        "conditions": ["pain", "fibromyalgia"],
        "summary": "What ketamine infusions can and cannot do for pain that stays, and how sure anyone can be of it.",
        "lead": """
            About one person in five lives with chronic pain, and as many as one in five visits to a doctor is about
            it.[^treede] Ketamine infusions help some of them. This page says whom, and how well that is known.
        """,
        "body": [
            (
                "section",
                "Pain that stays",
                "overview",
                """
                Chronic pain has much in common with depression. The two are about equally frequent, both cost people
                and society dearly, and some treatments serve both.

                It also has many causes, and the word alone says little about what will help. That is why the first
                step is to find out which kind you have. Complex regional pain syndrome has [a page of its own](crps),
                and so does [pain from the spinal cord and the nerves](nerves).
                """,
            ),
            (
                "section",
                "What fibromyalgia feels like",
                "symptoms",
                """
                In fibromyalgia muscles and joints hurt all over the body. Most likely nerves that are stimulated
                again and again come to pass the signal on too strongly. With the pain often come:

                - tiredness that rest does not cure
                - poor sleep
                - trouble with memory
                - low or changing mood
                """,
            ),
            (
                "section",
                "How ketamine works",
                "overview",
                """
                Ketamine mainly blocks the NMDA receptor, one of the places where nerve cells hand a signal on. It also
                acts on opioid receptors, on two kinds of acetylcholine receptor and on dopamine D2 receptors, and it
                strengthens the calming GABA-A signal.[^cohen]
                """,
            ),
            (
                "section",
                "What the evidence says",
                "evidence",
                """
                A review of the published studies found the best evidence for nerve pain and for complex regional pain
                syndrome, and relief that lasted longer where the infusions had been longer.[^maher]

                Three medical societies then graded the evidence, condition by condition.[^cohen] Fibromyalgia is
                among the conditions for which they found little or none. The table has their grades as they stand.
                """,
            ),
            ("guideline_table", [], ""),
            (
                "callout",
                "note",
                "We do not offer ketamine to everyone",
                """
                Where the evidence is thin we say so, and we weigh cost and benefit with you before anything is booked.
                """,
            ),
            ("section", "What to expect", "expectations", SESSION + TOGETHER),
        ],
        "questions": [
            (
                "I have fibromyalgia. Should I come?",
                """
                Come and talk first. The consensus guidelines found weak evidence for fibromyalgia, or
                none.[^cohen] That does not rule out that it helps you, but nobody can promise it, and we will not.
                """,
            ),
            (
                "Do longer infusions work better?",
                """
                In the studies reviewed, longer infusions went with longer relief in nerve pain and in complex regional
                pain syndrome.[^maher] This is why our sessions are long.
                """,
            ),
            (
                "Is this the same treatment as for depression?",
                """
                No. The medicine is the same, the plan is not: infusions for pain follow a protocol of their own.
                """,
            ),
        ],
    },
    "crps": {
        "title": "Complex regional pain syndrome",
        "slug": "complex-regional-pain-syndrome",
        "conditions": ["crps"],
        "summary": "Lasting pain in an arm or a leg, and the condition in which ketamine has the best evidence.",
        "lead": """
            Complex regional pain syndrome, CRPS for short, is pain in an arm or a leg that lasts too long and hurts too
            much for what set it off. Of all pain conditions that a consensus guideline graded for ketamine, it has the
            best evidence: grade B.[^cohen]
        """,
        "body": [
            (
                "section",
                "How it shows",
                "symptoms",
                """
                CRPS mostly begins after an injury, an operation, a stroke or a heart attack. Besides the pain, the
                skin of the arm or leg may change its color or feel warmer or colder than the other side, and the limb
                may swell.
                """,
            ),
            (
                "section",
                "Two types",
                "causes",
                """
                ### Type 1

                The more frequent one. It follows an illness or injury that did not harm the nerves of the limb itself.
                It used to be called reflex sympathetic dystrophy syndrome.

                ### Type 2

                It follows an injury to a particular nerve. Its older name is causalgia.

                Which type you have matters, because it guides the treatment.
                """,
            ),
            (
                "section",
                "What the evidence says",
                "evidence",
                """
                The committee of three medical societies judged the evidence for ketamine infusions in CRPS to be
                moderate.[^cohen] A review a year before had come to much the same view: nerve pain and CRPS were where
                the studies were strongest, and longer infusions brought longer relief.[^maher]
                """,
            ),
            ("guideline_table", ["crps"], "What the 2018 guidelines say on CRPS"),
            ("section", "What to expect", "expectations", SESSION),
            (
                "callout",
                "caution",
                "Moderate is not certain",
                """
                Moderate evidence may still change as more is studied. Nobody can promise that ketamine will help you,
                and we stop if it does not.
                """,
            ),
            ("section", "Together with your doctors", "suitability", TOGETHER),
        ],
        "questions": [
            (
                "Will it cure my CRPS?",
                """
                We do not know of any evidence that it does. What was studied, and graded, is relief of the
                pain.[^cohen]
                """,
            ),
            (
                "How many infusions will I need?",
                """
                That differs from person to person. We plan several visits of four hours, look at how you respond, and
                decide with you how to go on.
                """,
            ),
        ],
    },
    "nerves": {
        "title": "Spinal cord injury and nerve pain",
        "slug": "spinal-cord-injury-and-nerve-pain",
        "conditions": ["spinal", "neuropathic"],
        "summary": "Where the evidence is weak or missing, and how we decide together whether to try.",
        "lead": """
            For pain after a spinal cord injury the evidence on ketamine is weak, and for several kinds of nerve pain it
            is weaker still.[^cohen] We treat these conditions with care and with honest expectations.
        """,
        "body": [
            (
                "section",
                "Which kinds of pain these are",
                "overview",
                """
                Pain can remain after an injury to the spinal cord. It can also come from nerves elsewhere. The
                guidelines look at a mixed group of such conditions, among them:

                - postherpetic neuralgia, the pain that can stay after shingles
                - phantom limb pain, felt where an arm or leg has been lost
                - ischemic pain, from too little blood
                - fibromyalgia, which we describe on [another page](pain)
                """,
            ),
            (
                "section",
                "What the evidence says",
                "evidence",
                """
                For spinal cord injury the committee gave grade C; for the mixed group it gave grade D.[^cohen] A
                review of the studies on nerve pain as a whole was more hopeful and called the treatment promising, but
                in need of better protocols.[^maher] Both can be true: what helps one kind of nerve pain need not help
                another.
                """,
            ),
            ("guideline_table", ["spinal", "neuropathic"], "What the 2018 guidelines say on these conditions"),
            (
                "section",
                "How we decide",
                "suitability",
                """
                We will not talk you into an infusion. At the first visit we go through what you have tried, what an
                infusion costs in time and money, and how likely it is to help. Then you decide. Often the right answer
                is to stay with what your doctors have planned.
                """,
            ),
            ("section", "What to expect", "expectations", SESSION + TOGETHER),
        ],
        "questions": [
            (
                "What does grade D mean for me?",
                """
                In the scheme of these guidelines it is the lowest of the four letters. It says that the studies so far
                show no benefit, or too little to build on. It does not say anything about you as a person, but it is a
                good reason to think twice.
                """,
            ),
            (
                "Why do you treat these conditions at all?",
                """
                Because some people have tried everything else, and because weak evidence is not the same as proof that
                nothing helps. But we say how weak it is before we start.
                """,
            ),
        ],
    },
}
