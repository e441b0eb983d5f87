import { useState } from "preact/hooks";
import type { Session } from "../session.ts";
import { TEXTS } from "../texts.ts";
import { Field, Form } from "./parts.tsx";

type Way = keyof typeof TEXTS.signIn.ways;
const WAYS = Object.keys(TEXTS.signIn.ways) as Way[];
const { signIn } = TEXTS;

/** Three ways in. `first` is the one offered first: guests at a room's door, accounts at home. */
export function SignInCard({ session, first }: { session: Session; first: Way }) {
  const [way, setWay] = useState<Way>(first);
  return (
    <section class="card sign-in">
      <h2>{signIn.title}</h2>
      <fieldset class="choice">
        <legend class="hidden">{signIn.title}</legend>
        {WAYS.map((each) => (
          <label key={each}>
            <input type="radio" name="way" checked={each === way} onChange={() => setWay(each)} />
            <span>{signIn.ways[each]}</span>
          </label>
        ))}
      </fieldset>
      {way === "guest" && <GuestForm session={session} />}
      {way === "login" && <LoginForm session={session} />}
      {way === "register" && <RegisterForm session={session} />}
    </section>
  );
}

function NameField({ fault }: { fault: string | undefined }) {
  const { displayName: label, displayNameHint: hint } = signIn;
  return <Field name="name" label={label} hint={hint} fault={fault} autoComplete="nickname" maxLength={50} />;
}

function EmailField({ fault }: { fault?: string | undefined }) {
  return <Field name="email" type="email" label={signIn.email} fault={fault} autoComplete="username" />;
}

function GuestForm({ session }: { session: Session }) {
  const act = ({ name = "" }) => session.enterAsGuest({ display_name: name });
  return (
    <Form act={act} button={signIn.enter.guest}>
      {(faultOf) => (
        <>
          <NameField fault={faultOf("display_name")} />
          <p class="hint">{signIn.guestNote}</p>
        </>
      )}
    </Form>
  );
}

function LoginForm({ session }: { session: Session }) {
  const act = ({ email = "", password = "" }) => session.login({ email, password });
  return (
    <Form act={act} button={signIn.enter.login}>
      {() => (
        <>
          <EmailField />
          <Field
            name="password"
            type="password"
            label={signIn.password}
            autoComplete="current-password"
            maxLength={256}
          />
        </>
      )}
    </Form>
  );
}

function RegisterForm({ session }: { session: Session }) {
  const act = ({ email = "", password = "", name = "" }) => session.register({ email, password, display_name: name });
  return (
    <Form act={act} button={signIn.enter.register}>
      {(faultOf) => (
        <>
          <NameField fault={faultOf("display_name")} />
          <EmailField fault={faultOf("email")} />
          <Field
            name="password"
            type="password"
            label={signIn.password}
            hint={signIn.newPasswordHint}
            fault={faultOf("password")}
            autoComplete="new-password"
            minLength={8}
            maxLength={256}
          />
        </>
      )}
    </Form>
  );
}
