import type { VNode } from "preact";
import { useMemo } from "preact/hooks";

/** The same component, but rendered anew only where one of its props is another: for what there are many of. */
export function steady<Props extends object>(View: (props: Props) => VNode): (props: Props) => VNode {
  return (props) => useMemo(() => <View {...props} />, Object.values(props));
}
