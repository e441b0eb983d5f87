import { TEXTS } from "../texts/texts.ts";

/** What the elements of services have in common beyond what they declare. */
export type ServiceElement<Api> = HTMLElement & { api: Api | null };

type ServiceElementClass<Api> = {
  new (): ServiceElement<Api>;
  getTemplateHTML(attributes: Record<string, string>, props: { config: object }): string;
};

/** Our own origin goes along, and no more: a service that is not told who asks shows nothing. */
const REFERRER = { referrerpolicy: "strict-origin-when-cross-origin" };

/**
 * Puts the element of a service into `place`, with the frame that it would make, but without the style that it would
 * make, which no policy allows. The element finds its frame there and takes it.
 */
export function placeFrame<Api>(
  place: ShadowRoot,
  elementClass: unknown,
  src: string,
  config: object,
): ServiceElement<Api> {
  const Element = elementClass as ServiceElementClass<Api>;
  const element = new Element();
  const attributes = { playsinline: "", preload: "auto", src };
  const made = document.createElement("template");
  made.innerHTML = Element.getTemplateHTML(attributes, { config: { ...config, ...REFERRER } });
  const frame = made.content.querySelector("iframe");
  if (frame === null) throw new Error("the service's element makes no frame");
  frame.title = TEXTS.stage.label;
  Object.assign(frame.style, { position: "absolute", inset: "0", border: "0" });
  Object.assign(element.style, { position: "relative", display: "block", width: "100%", height: "100%" });
  Object.assign(element.style, { minWidth: "0", minHeight: "0" });
  element.attachShadow({ mode: "open" }).append(frame);
  place.replaceChildren(element);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
