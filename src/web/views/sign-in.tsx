import { useRef, useState } from "preact/hooks";
import type { Problem } from "../problem.ts";
import type { Session } from "../session.ts";
import { TEXTS } from "../texts/texts.ts";
import { CurrentPassword, EmailField, NameField, NewPassword } from "./fields.tsx";
import { Form } from "./parts.tsx";

type Way = keyof typeof TEXTS.signIn.ways;
const WAYS = Object.keys(TEXTS.signIn.ways) as Way[];
const { signIn } = TEXTS;

/** What was typed so far, by field: a change of mind about the way in costs nobody a word. */
type Typed = Readonly<Record<string, string>>;
type FormProps = { session: Session; typed: Typed };

/** Three ways in. `first` is the one offered first: guests at a room's door, accounts at home. */
export function SignInCard({ session, first }: { session: Session; first: Way }) {
  const [way, setWay] = useState<Way>(first);
  const typed = useRef<Typed>({});
  function note({ target }: Event): void {
    if (target instanceof HTMLInputElement) typed.current = { ...typed.current, [target.name]: target.value };
  }
  const props = { session, typed: typed.current };
  return (
    <section class="card sign-in" onInput={note}>
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
      {way === "guest" && <GuestForm {...props} />}
      {way === "login" && <LoginForm {...props} />}
      {way === "register" && <RegisterForm {...props} login={() => setWay("login")} />}
    </section>
  );
}

function GuestForm({ session, typed }: FormProps) {
  const act = ({ name = "" }) => session.enterAsGuest({ display_name: name });
  return (
    <Form act={act} button={signIn.enter.guest}>
      {(faultOf) => (
        <>
          <NameField fault={faultOf("display_name")} given={typed.name} />
          <p class="hint">{signIn.guestNote}</p>
        </>
      )}
    </Form>
  );
}

function LoginForm({ session, typed }: FormProps) {
  const act = ({ email = "", password = "" }) => session.login({ email, password });
  return (
    <Form act={act} button={signIn.enter.login}>
      {() => (
        <>
          <EmailField given={typed.email} />
          <CurrentPassword name="password" label={signIn.password} given={typed.password} />
        </>
      )}
    </Form>
  );
}

function RegisterForm({ session, typed, login }: FormProps & { login(): void }) {
  const act = ({ email = "", password = "", name = "" }) => session.register({ email, password, display_name: name });
  const remedy = ({ problem }: Problem) =>
    problem === "email_taken" && (
      <>
        {signIn.emailTaken}{" "}
        <button type="button" onClick={login}>
          {signIn.loginInstead}
        </button>
      </>
    );
  return (
    <Form act={act} button={signIn.enter.register} remedy={remedy}>
      {(faultOf) => (
        <>
          <NameField fault={faultOf("display_name")} given={typed.name} />
          <EmailField fault={faultOf("email")} given={typed.email} />
          <NewPassword name="password" label={signIn.password} fault={faultOf("password")} given={typed.password} />
        </>
      )}
    </Form>
  );
}
