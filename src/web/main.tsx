import { render } from "preact";
import { createApi } from "./api.ts";
import { createSession } from "./session.ts";
import { App } from "./views/app.tsx";

const session = createSession();
const root = document.getElementById("app");
if (root === null) throw new Error("the page has no #app");
render(<App session={session} api={createApi(session)} />, root);
void session.resume();
