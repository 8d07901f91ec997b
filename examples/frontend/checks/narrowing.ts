/* What a front end does with the generated types: telling pages and blocks apart by `type` must be enough. */
import { getPage, listPages, type ConditionPage, type Problem } from "../src/api";
import type { components, paths } from "../src/api/schema";

export async function titlesOfTables(id: number): Promise<string[]> {
  const { data, error } = await getPage({ path: { page_id: id } });
  if (!data) throw new Error(error?.title);
  switch (data.type) {
    case "condition":
      return [...captions(data.body), data.review.last_reviewed ?? ""];
    case "guideline":
      return [data.table.caption];
    case "reference_list":
      return data.entries.map((entry) => entry.label);
    case "other":
      return [data.content_type];
    default:
      return data.references.map((reference) => `${reference.number} ${reference.text}`);
  }
}

type BodyBlock = ConditionPage["body"][number];

function captions(body: ConditionPage["body"]): string[] {
  return body.map(caption);
}

function caption(block: BodyBlock): string {
  switch (block.type) {
    case "section":
      return block.heading;
    case "callout":
      return block.tone;
    case "figure":
      return block.image?.sizes[0]?.url ?? "";
    case "guideline_table":
      return block.groups.flatMap((group) => group.rows.map((row) => row.grade?.code)).join();
    default:
      return nothingElse(block);
  }
}

function nothingElse(block: never): never {
  return block;
}

export function firstFault(problem: Problem): string {
  return problem.errors?.[0]?.pointer ?? problem.title;
}

export async function everyCaption(): Promise<string[]> {
  const { data } = await listPages({ query: { type: "condition", include: "content,related" } });
  return (data?.items ?? []).flatMap((card) => [
    ...captions(card.content?.body ?? []),
    ...(card.related ?? []).map((one) => `${one.type} ${one.image?.alt ?? one.title}`),
  ]);
}

/* The same with openapi-typescript's types. */
type Page = paths["/api/v1/pages/{page_id}"]["get"]["responses"][200]["content"]["application/json"];
type Table = components["schemas"]["GuidelineTable"];

export function tables(page: Page): Table[] {
  return page.type === "condition" ? page.body.filter((block) => block.type === "guideline_table") : [];
}
