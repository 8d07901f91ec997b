/* Each line marked WRONG must be an error: a type that lets it through tells nothing. */
import { getPage, listPages, sendEnquiry, type ConditionPage } from "../src/api";
import type { paths } from "../src/api/schema";

type Page = paths["/api/v1/pages/{page_id}"]["get"]["responses"][200]["content"]["application/json"];

export function mistakes(page: ConditionPage, any: Page) {
  page.body.map((block) => block.heading); // WRONG: not every block has one
  page.body.filter((block) => block.type === "table"); // WRONG: no block is called that
  any.body; // WRONG: not every page has one
  if (any.type === "reference_list") any.review; // WRONG: conditions alone are reviewed
  page.related.length; // WRONG: it comes only when it is asked for
  page.review.last_reviewed.slice(0, 4); // WRONG: it may be null
  void listPages({ query: { type: "blog" } }); // WRONG: there is no such type
  void listPages({ query: { nonsense: 1 } }); // WRONG: there is no such parameter
  void getPage({}); // WRONG: which one
  void sendEnquiry({ body: { page: 1, kind: "client", name: "A" } }); // WRONG: consent is missing
}
