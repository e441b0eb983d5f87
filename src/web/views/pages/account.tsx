import { useEffect, useState } from "preact/hooks";
import type { Account } from "../../../protocol/values.ts";
import type { Api } from "../../api.ts";
import { isProblem, type Problem } from "../../problem.ts";
import { goTo } from "../../route.ts";
import type { Session } from "../../session.ts";
import { TEXTS } from "../../texts/texts.ts";
import { CurrentPassword, NameField, NewPassword } from "../parts/fields.tsx";
import { PageTitle } from "../parts/page-title.tsx";
import { Form } from "../parts/parts.tsx";
import { DeviceSettings } from "./device-settings.tsx";

const { account: texts } = TEXTS;

type Props = { session: Session; api: Api; me: Account };

/** What somebody can change: this device, and of their account the name, the password, and whether there is one. */
export function AccountView({ session, api, me }: Props) {
  return (
    <main class="account">
      <PageTitle words={texts.title} />
      {!me.is_guest && <OwnServer api={api} />}
      <NameForm {...{ session, api, me }} />
      {!me.is_guest && <PasswordForm api={api} />}
      <section class="card">
        <h2>{TEXTS.device.title}</h2>
        <DeviceSettings />
      </section>
      <DeleteForm {...{ session, api, me }} />
      <div class="account-ways">
        <button type="button" onClick={() => goTo("/")}>
          {TEXTS.home}
        </button>
        <button type="button" onClick={() => void session.signOut()}>
          {TEXTS.signIn.signOut}
        </button>
      </div>
    </main>
  );
}

/** The way to the server's own page, for the one who has it. */
function OwnServer({ api }: { api: Api }) {
  const [isOwner, setIsOwner] = useState(false);
  useEffect(() => void api.me().then((me) => setIsOwner(!isProblem(me) && me.is_owner)), [api]);
  if (!isOwner) return null;
  return (
    <section class="card">
      <h2>{texts.server}</h2>
      <p class="hint">{texts.serverNote}</p>
      <button type="button" onClick={() => goTo("/#admin")}>
        {texts.serverOpen}
      </button>
    </section>
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
        {(faultOf) => <NameField fault={faultOf("display_name")} given={me.display_name} />}
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
            <CurrentPassword name="current" label={texts.current} fault={faultOf("current_password")} />
            <NewPassword name="next" label={texts.next} fault={faultOf("password")} />
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
            {!me.is_guest && (
              <CurrentPassword name="current" label={texts.current} fault={faultOf("current_password")} />
            )}
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

function Done({ words }: { words: string | null }) {
  return (
    <p class="hint" role="status">
      {words}
    </p>
  );
}
