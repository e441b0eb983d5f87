import { useRef, useState } from "preact/hooks";
import { keepName, lastName } from "../../own-name.ts";
import type { Problem } from "../../problem.ts";
import type { Session } from "../../session.ts";
import { TEXTS } from "../../texts/texts.ts";
import { CurrentPassword, EmailField, NameField, NewPassword } from "../parts/fields.tsx";
import { Form } from "../parts/parts.tsx";

type Way = keyof typeof TEXTS.signIn.ways;
const WAYS = Object.keys(TEXTS.signIn.ways) as Way[];
const { signIn } = TEXTS;

/** What was typed so far, by field: a change of mind about the way in costs nobody a word. */
type Typed = Readonly<Record<string, string>>;
type FormProps = { session: Session; typed: Typed };

/** Remembers what is typed in a card's fields. */
function useTyped(): [Typed, (event: Event) => void] {
  const typed = useRef<Typed>({});
  function note({ target }: Event): void {
    if (target instanceof HTMLInputElement) typed.current = { ...typed.current, [target.name]: target.value };
  }
  return [typed.current, note];
}

/** Three ways in, an account first: whoever comes without an invite is about to open a room. */
export function SignInCard({ session }: { session: Session }) {
  const [way, setWay] = useState<Way>("register");
  const [typed, note] = useTyped();
  const props = { session, typed };
  return (
    <section class="card" onInput={note}>
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
      <WayForm {...props} way={way} button={signIn.enter.guest} note={signIn.guestNote} turnTo={setWay} />
    </section>
  );
}

/**
 * The card of somebody with an invite: a name and one press, with accounts close by. `pressed` hears of every press that
 * asks to be let in, within the press itself.
 */
export function InviteCard({ session, code, pressed }: { session: Session; code: string; pressed(): void }) {
  const [way, setWay] = useState<Way>("guest");
  const [typed, note] = useTyped();
  const others = WAYS.filter((each) => each !== way);
  return (
    <section class="card invited" onInput={note} onSubmit={pressed}>
      <h2>{signIn.invitedTitle}</h2>
      <p class="ticket-line">
        <span>{signIn.room}</span> <code>{code}</code>
      </p>
      <WayForm {...{ session, typed, way }} button={TEXTS.stage.join} turnTo={setWay} />
      <div class="other-ways">
        {way === "guest" && <p>{signIn.others}</p>}
        {others.map((each) => (
          <button key={each} type="button" class="quiet" onClick={() => setWay(each)}>
            {each === "guest" ? signIn.asGuest : signIn.ways[each]}
          </button>
        ))}
      </div>
    </section>
  );
}

type WayProps = FormProps & {
  way: Way;
  /** What a guest presses, and what they are told of being one. */
  button: string;
  note?: string;
  turnTo(way: Way): void;
};

function WayForm({ way, ...props }: WayProps) {
  if (way === "guest") return <GuestForm {...props} />;
  if (way === "login") return <LoginForm {...props} />;
  return <RegisterForm {...props} login={() => props.turnTo("login")} />;
}

/** A name that was good enough is offered again at the next visit. */
async function keeping(name: string, entering: Promise<Problem | null>): Promise<Problem | null> {
  const problem = await entering;
  if (problem === null) keepName(name);
  return problem;
}

function GuestForm({ session, typed, button, note, turnTo }: Omit<WayProps, "way">) {
  const act = ({ name = "" }) => keeping(name, session.enterAsGuest({ display_name: name }));
  const remedy = ({ problem }: Problem) =>
    problem === "guests_disabled" && (
      <>
        {signIn.guestsDisabled}{" "}
        <button type="button" onClick={() => turnTo("login")}>
          {signIn.ways.login}
        </button>{" "}
        <button type="button" onClick={() => turnTo("register")}>
          {signIn.ways.register}
        </button>
      </>
    );
  return (
    <Form act={act} button={button} remedy={remedy}>
      {(faultOf) => (
        <>
          <NameField fault={faultOf("display_name")} given={typed.name ?? lastName()} />
          {note !== undefined && <p class="hint">{note}</p>}
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
  const act = ({ email = "", password = "", name = "" }) =>
    keeping(name, session.register({ email, password, display_name: name }));
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
          <NameField fault={faultOf("display_name")} given={typed.name ?? lastName()} />
          <EmailField fault={faultOf("email")} given={typed.email} />
          <NewPassword name="password" label={signIn.password} fault={faultOf("password")} given={typed.password} />
        </>
      )}
    </Form>
  );
}
