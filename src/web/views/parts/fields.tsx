import { TEXTS } from "../../texts/texts.ts";
import { Field } from "./parts.tsx";

const { signIn: texts } = TEXTS;

type NamedProps = { fault?: string | undefined; given?: string | undefined };
type PasswordProps = NamedProps & { name: string; label: string };

/** What somebody wants to be called. */
export function NameField({ fault, given }: NamedProps) {
  return (
    <Field
      name="name"
      label={texts.displayName}
      hint={texts.displayNameHint}
      fault={fault}
      defaultValue={given}
      autoComplete="nickname"
      maxLength={50}
    />
  );
}

/** The address that an account is known by. */
export function EmailField({ fault, given }: NamedProps) {
  return (
    <Field name="email" type="email" label={texts.email} fault={fault} defaultValue={given} autoComplete="username" />
  );
}

/** The password that an account has. */
export function CurrentPassword({ name, label, fault, given }: PasswordProps) {
  return (
    <Field
      name={name}
      type="password"
      label={label}
      fault={fault}
      defaultValue={given}
      autoComplete="current-password"
      maxLength={256}
    />
  );
}

/** A password that is chosen. */
export function NewPassword({ name, label, fault, given }: PasswordProps) {
  return (
    <Field
      name={name}
      type="password"
      label={label}
      hint={texts.newPasswordHint}
      fault={fault}
      defaultValue={given}
      autoComplete="new-password"
      minLength={8}
      maxLength={256}
    />
  );
}
