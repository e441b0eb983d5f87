import { useState } from "preact/hooks";
import type { Account } from "../../protocol/values.ts";
import type { Api } from "../api.ts";
import { isProblem, type Problem } from "../problem.ts";
import { goTo } from "../route.ts";
import type { Session } from "../session.ts";
import { TEXTS } from "../texts/texts.ts";
import { Field, Form } from "./parts.tsx";

const { account: texts, signIn } = TEXTS;

type Props = { session: Session; api: Api; me: Account };

/** What somebody can change about their account: the name, the password, and whether there is one. */
export function AccountView({ session, api, me }: Props) {
  return (
    <main class="account">
      <h1>{texts.title}</h1>
      <NameForm {...{ session, api, me }} />
      {!me.is_guest && <PasswordForm api={api} />}
      <DeleteForm {...{ session, api, me }} />
      <button type="button" onClick={() => goTo("/")}>
        {TEXTS.home}
      </button>
    </main>
  );
}

function NameForm({ session, api, me }: Props) {
  const [isDone, setIsDone] = useState(false);
  async function act({ name = "" }): Promise<Problem | null> {
    setIsDone(false);
    const answer = await api.changeMe({ display_name: name });
    if (isProblem(answer)) return answer;
    session.renamed(answer.display_name);
    setIsDone(true);
    return null;
  }
  return (
    <section class="card">
      <h2>{texts.name}</h2>
      <Form act={act} button={texts.nameButton}>
        {(faultOf) => (
          <Field
            name="name"
            label={signIn.displayName}
            hint={signIn.displayNameHint}
            fault={faultOf("display_name")}
            defaultValue={me.display_name}
            autoComplete="nickname"
            maxLength={50}
          />
        )}
      </Form>
      <Done words={isDone ? texts.nameDone : null} />
    </section>
  );
}

function PasswordForm({ api }: { api: Api }) {
  const [changes, setChanges] = useState(0);
  async function act({ current = "", next = "" }): Promise<Problem | null> {
    const answer = await api.changeMe({ current_password: current, password: next });
    if (isProblem(answer)) return answer;
    setChanges((count) => count + 1);
    return null;
  }
  return (
    <section class="card">
      <h2>{texts.password}</h2>
      {/* A new form after each change: no password stays on the page. */}
      <Form key={changes} act={act} button={texts.passwordButton}>
        {(faultOf) => (
          <>
            <CurrentPassword fault={faultOf("current_password")} />
            <Field
              name="next"
              type="password"
              label={texts.next}
              hint={signIn.newPasswordHint}
              fault={faultOf("password")}
              autoComplete="new-password"
              minLength={8}
              maxLength={256}
            />
          </>
        )}
      </Form>
      <Done words={changes > 0 ? texts.passwordDone : null} />
    </section>
  );
}

function DeleteForm({ session, api, me }: Props) {
  async function act({ current }: Readonly<Record<string, string>>): Promise<Problem | null> {
    const answer = await api.deleteMe(current === undefined ? {} : { current_password: current });
    if (isProblem(answer)) return answer;
    goTo("/");
    session.forget(texts.deleted);
    return null;
  }
  return (
    <section class="card">
      <h2>{texts.delete}</h2>
      <p class="hint">{texts.deleteNote}</p>
      <Form act={act} button={texts.deleteButton} isDanger>
        {(faultOf) => (
          <>
            {!me.is_guest && <CurrentPassword fault={faultOf("current_password")} />}
            <label class="switch">
              <input type="checkbox" required />
              <span>{texts.deleteSure}</span>
            </label>
          </>
        )}
      </Form>
    </section>
  );
}

function CurrentPassword({ fault }: { fault: string | undefined }) {
  return (
    <Field
      name="current"
      type="password"
      label={texts.current}
      fault={fault}
      autoComplete="current-password"
      maxLength={256}
    />
  );
}

function Done({ words }: { words: string | null }) {
  return (
    <p class="hint" role="status">
      {words}
    </p>
  );
}
