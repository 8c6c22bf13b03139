"""Replies nobody would write, drawn by a real browser: none breaks the page, none loses a citation or a word."""

from __future__ import annotations

import json

from bot.reply_json import as_json
from tests.generated_replies import Made

MANY = 400
POOL = [
    "mức độ hài lòng ",
    "95%: ",
    "đạt tối thiểu 95% ",
    "năm 2025. ",
    "<img src=x onerror=alert(1)>",
    "\n- ",
    "[2]",
    "86,50 ",
]
DRAW = """async ([folder, told]) => {
    const { answerCard } = await import(`${folder}/answer.js`);
    const { copyable, printable } = await import(`${folder}/text.js`);
    const { wordsOf } = await import(`${folder}/words.js`);
    const squeezed = (text) => text.replace(/[\\s\\u00a0\\-•*]+/gu, "").replace(/\\[\\d{1,3}\\]|:/g, "");
    const widest = (card) => [...card.querySelectorAll("*")]
        .filter((each) => each.getBoundingClientRect().right > card.getBoundingClientRect().right)
        .map((each) => each.outerHTML.slice(0, 200)).at(-1);
    const wrong = [];
    for (const reply of JSON.parse(told)) {
        const words = wordsOf(reply.language);
        const card = answerCard(reply, words, { ask() {}, open() {}, judged() {} });
        document.body.replaceChildren(card);
        card.querySelector(".basis > .quiet")?.click();
        const hidden = card.querySelectorAll(".beyond").length;
        const shown = [...card.querySelectorAll(".citation .number")].map((each) => Number(each.textContent));
        const cited = reply.citations.map((each) => each.n);
        const text = card.querySelector(".text").cloneNode(true);
        for (const mark of text.querySelectorAll(".mark")) mark.remove();
        const told = squeezed(printable(reply.text)), drawn = squeezed(text.textContent);
        const copied = copyable(reply, words);
        const problem =
            shown.join() !== cited.join() ? `citations ${shown} instead of ${cited}` :
            hidden ? "a citation stays hidden" :
            card.querySelector("script, img[src=x], iframe, .text b") ? "markup became elements" :
            drawn !== told ? `words changed: ${drawn.slice(0, 200)} / ${told.slice(0, 200)}` :
            reply.citations.some((each) => !copied.includes(`[${each.n}] `)) ? "a citation is not copied" :
            card.scrollWidth > card.clientWidth + 1 ? `wider than its card: ${widest(card)}` : null;
        if (problem) wrong.push(problem);
    }
    return wrong;
}"""


def test_no_generated_reply_breaks_the_card(visit) -> None:
    page = visit(width=360)
    folder = page.locator("link[href*='/assets/'][rel=stylesheet]").first.get_attribute("href").rpartition("/")[0]
    for start in range(0, MANY, 100):
        replies = [as_json(Made(POOL, seed).reply()) | {"id": f"id-{seed}"} for seed in range(start, start + 100)]
        assert page.evaluate(DRAW, [folder, json.dumps(replies)]) == []
