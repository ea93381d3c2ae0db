// Package browser drives the pages in a real browser: each script in days/ is a piece of somebody's working day, run
// with playwright-core and the distribution's Chromium against a whole office of its own (SQLite, a folder, the demo's
// offices and people, jobs running) on a free port of this machine. It holds no code of the server.
//
// A day is a module that calls day from rig/day.js:
//
//	import { day } from "../rig/day.js";
//
//	day(async ({ step, desktop, phone, api }) => {
//	  const drafter = await desktop("phong.tb");
//	  await step("mở bàn làm việc", async () => {
//	    await drafter.visit("/");
//	  });
//	});
//
// Each step is a subtest of TestDays/<file>. A step fails by what it throws and by what the browser complains of
// meanwhile: errors on the console, violations of the Content-Security-Policy or of Trusted Types, answers of 400 and
// above, requests that found nobody. visit and look also ask axe-core for violations of WCAG 2.0 to 2.2 A and AA, in
// light and dark. The first failing step ends the day; its screenshots and Playwright traces stay in a folder that the
// message names (`npx playwright show-trace trace.zip` opens one).
//
// With TRINHKY_SCREENSHOTS=DIR every page looked at is kept there as NAME-WIDTH-light.png and -dark.png. Needed are
// node, Chromium and what npm installs in templates/scripts, which scripts/test.sh brings; where one is missing the tests are
// skipped, and fail with CI=true.
package browser
