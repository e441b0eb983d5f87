import { CLOSE, REFUSALS } from "../../src/protocol/codes.ts";
import { COMMANDS } from "../../src/protocol/commands.ts";
import { EVENTS } from "../../src/protocol/events.ts";
import { BODIES } from "../../src/protocol/rest.ts";

/** What a schema looks like from outside; only the parts that a shape is made of. */
type Schema = {
  type: string;
  entries?: Record<string, Schema>;
  wrapped?: Schema;
  item?: Schema;
  options?: unknown[];
  literal?: unknown;
  pipe?: Schema[];
};
type Shape = string | { [field: string]: Shape } | Shape[];

/** A schema as plain data: field names (`?` for an optional one) and types. */
function shapeOf(schema: Schema): Shape {
  switch (schema.type) {
    case "object":
      return Object.fromEntries(
        Object.entries(schema.entries ?? {}).map(([name, entry]) =>
          entry.type === "optional" ? [`${name}?`, inner(entry)] : [name, shapeOf(entry)],
        ),
      );
    case "array":
      return [schema.item === undefined ? "unknown" : shapeOf(schema.item)];
    case "nullable": {
      const shape = inner(schema);
      return typeof shape === "string" ? `${shape} | null` : [shape, "null"];
    }
    case "optional":
      return inner(schema);
    case "picklist":
      return (schema.options ?? []).map(String).join(" | ");
    case "literal":
      return JSON.stringify(schema.literal);
    default:
      return schema.type;
  }
}

const inner = ({ wrapped }: Schema): Shape => (wrapped === undefined ? "unknown" : shapeOf(wrapped));
const shapesOf = (schemas: object) =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, shapeOf(schema as Schema)]));

/** Everything on the wire that has a shape: a change here is a change of the contract. */
export function currentShapes() {
  return {
    events: shapesOf(EVENTS),
    commands: shapesOf(COMMANDS),
    bodies: shapesOf(BODIES),
    refusals: Object.fromEntries(Object.entries(REFUSALS).map(([code, [status]]) => [code, status])),
    close_codes: CLOSE,
  };
}
