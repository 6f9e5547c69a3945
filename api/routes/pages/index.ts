import type { App } from '../../app-type';
import type { ApiDeps } from '../../deps';
import { ProblemError } from '../../contract/problems';
import { allowedOrigins } from '../../identity/tokens';
import type { PromiseDeps } from '../public/public-promises';
import { readForms } from './form-bodies';
import { homePages } from './home';
import { promisePages } from './promises';
import { receiptPages, type ReceiptPageDeps } from './receipt';
import { reportPages, type ReportPageDeps } from './report';

type Deps = ReportPageDeps & ReceiptPageDeps & PromiseDeps & Pick<ApiDeps, 'settings'>;

/** The public pages: written here, sent whole, for browsers that run nothing. They do what the JSON routes do. */
export async function pageRoutes(app: App, deps: Deps): Promise<void> {
  readForms(app);
  const origins = allowedOrigins(deps.settings);
  app.addHook('onRequest', async (request) => {
    if (request.method === 'POST' && !origins.mayComeFromOwnPage(request))
      throw new ProblemError('origin-not-allowed');
  });
  homePages(app);
  reportPages(app, deps);
  receiptPages(app, deps);
  promisePages(app, deps);
}
