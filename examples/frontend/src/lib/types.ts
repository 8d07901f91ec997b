/* Names for what the generated client leaves within its answers. */
import type { GetPageResponses, ResolveResponses } from "../api";

export type {
  CallToAction,
  CitedReference,
  EnquiryForm,
  EnquiryIn,
  EnquiryReceipt,
  FirstTouch,
  FormField,
  Grade,
  GuidelineTable,
  Image,
  Person,
  Preview,
  Problem,
  Site,
  UsedReference,
} from "../api";

export type Page = GetPageResponses[200];
export type Resolved = ResolveResponses[200];
export type Block = Extract<Page, { type: "condition" }>["body"][number];
