import { Type } from 'typebox';
import { homePage } from '../../../web/public/home';
import type { App } from '../../app-type';
import { NumberParams } from '../../contract/request-parts';
import { everybody } from '../../identity/access';
import { pageLanguage, sendPage } from '../../frame/pages';

const page = { access: everybody, page: true } as const;

/** What people meet who type the bare address, or follow the link of a mail. */
export function homePages(app: App): void {
  app.get('/', { config: page, schema: { hide: true, querystring: Type.Object({}) } }, (request, reply) =>
    sendPage(reply, homePage(pageLanguage(request))),
  );
  // It looks nothing up, so it tells nobody whether there is such a case.
  app.get(
    '/cases/:number',
    { config: page, schema: { hide: true, params: NumberParams, querystring: Type.Object({}) } },
    ({ params: { number } }, reply) => reply.redirect(`/console/cases/${number}`, 302),
  );
}
