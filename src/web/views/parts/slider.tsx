import { useLayoutEffect, useRef } from "preact/hooks";

type Props = {
  class: string;
  label: string;
  value: number;
  least?: number;
  most: number;
  step: number;
  /** The value in words. */
  spoken?: string;
  isDisabled?: boolean;
  onInput(value: number): void;
  /** Called once the slider is let go of. */
  onChange?(value: number): void;
};

/** A slider in the house's look, filled up to its value. */
export function Slider({ label, value, least = 0, most, step, spoken, isDisabled = false, ...props }: Props) {
  const { onInput, onChange, ...rest } = props;
  const input = useRef<HTMLInputElement>(null);
  // A strict policy forbids style attributes; a property set through the CSSOM is no attribute.
  useLayoutEffect(
    () => input.current?.style.setProperty("--filled", String(most > least ? (value - least) / (most - least) : 0)),
    [value, least, most],
  );
  return (
    <input
      {...rest}
      ref={input}
      type="range"
      aria-label={label}
      aria-valuetext={spoken}
      min={least}
      max={most}
      step={step}
      value={value}
      disabled={isDisabled}
      onInput={({ currentTarget }) => onInput(currentTarget.valueAsNumber)}
      onChange={({ currentTarget }) => onChange?.(currentTarget.valueAsNumber)}
    />
  );
}
