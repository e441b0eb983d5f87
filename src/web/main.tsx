import "./theme.ts";
import { render } from "preact";
import { createApi } from "./api.ts";
import { watchForInstaller } from "./install.ts";
import { keepShell, onceLoaded } from "./offline.ts";
import { watchForReturn } from "./reach.ts";
import { createSession } from "./session.ts";
import { LANGUAGE } from "./texts/texts.ts";
import { App } from "./views/pages/app.tsx";

document.documentElement.lang = LANGUAGE;
watchForInstaller();
watchForReturn();
const session = createSession();
const root = document.getElementById("app");
if (root === null) throw new Error("the page has no #app");
render(<App session={session} api={createApi(session)} />, root);
void session.resume();
onceLoaded(() => void keepShell());
