import type { App } from '../app-type';
import { descriptionRoute } from '../frame/description';
import type { ApiDeps } from '../deps';
import { CodeDoor } from '../identity/code-door';
import { DoorWatch } from '../identity/door-watch';
import { PasswordDoor } from '../identity/password-door';
import { ReceiptDoor } from '../identity/receipt-door';
import { actRoutes } from './casework/acts';
import { caseRoutes } from './casework/cases';
import { decisionRoutes } from './casework/decisions';
import { fileRoutes } from './casework/files';
import { intakeRoutes } from './casework/intake';
import { ledgerRoutes } from './casework/ledgers';
import { messageRoutes } from './casework/messages';
import { openingRoutes } from './casework/openings';
import { paperRoutes } from './casework/papers';
import { payoutRoutes } from './casework/payouts';
import { takeOverRoutes } from './casework/take-overs';
import { calendarRoutes } from './office/calendar';
import { enterpriseRoutes } from './office/enterprises';
import { ownAccountRoutes } from './office/own-account';
import { ownChannelRoutes } from './office/own-channels';
import { peopleRoutes } from './office/people';
import { policyRoutes } from './office/policy';
import { publicationRoutes } from './office/publications';
import { reportRoutes } from './office/reports';
import { rewardReportRoutes } from './office/reward-report';
import { secondFactorRoutes } from './office/second-factor';
import { serviceProofRoutes } from './office/service-proofs';
import { sessionRoutes } from './office/sessions';
import { auditRoutes } from './changes/audit';
import { changeRoutes } from './changes/changes';
import { importRoutes } from './changes/imports';
import { officeRecordRoutes } from './changes/office-record';
import { proposalRoutes } from './changes/proposals';
import { codecRoutes } from './operation/codec';
import { repairRoutes } from './operation/repairs';
import { serviceRoutes } from './operation/service';
import { unfitCaseRoutes } from './operation/unfit-cases';
import { pageRoutes } from './public/pages';
import { publicIntakeRoutes } from './public/public-intake';
import { publicPromiseRoutes } from './public/public-promises';
import { publicReceiptRoutes } from './public/public-receipts';

/** Every route of the API. Each plugin takes only those parts that its type names. */
export function addRoutes(app: App, deps: ApiDeps): void {
  void app.register(serviceRoutes, deps);
  const watch = watched(app, deps);
  const passwords = new PasswordDoor(deps, watch);
  const receiptDoor = new ReceiptDoor(deps, watch);
  void app.register(sessionRoutes, { ...deps, passwords });
  void app.register(ownAccountRoutes, { ...deps, passwords });
  void app.register(ownChannelRoutes, deps);
  void app.register(secondFactorRoutes, { ...deps, passwords, codes: new CodeDoor(deps, watch) });
  void app.register(pageRoutes);
  void app.register(intakeRoutes, deps);
  void app.register(publicIntakeRoutes);
  void app.register(publicReceiptRoutes, { ...deps, receiptDoor });
  void app.register(publicPromiseRoutes, deps);
  void app.register(caseRoutes, deps);
  void app.register(messageRoutes, deps);
  void app.register(ledgerRoutes, deps);
  void app.register(fileRoutes, deps);
  void app.register(openingRoutes, deps);
  void app.register(takeOverRoutes, deps);
  void app.register(decisionRoutes, deps);
  void app.register(actRoutes, deps);
  void app.register(paperRoutes, { ...deps, receiptDoor });
  void app.register(payoutRoutes, deps);
  void app.register(peopleRoutes, deps);
  void app.register(changeRoutes, deps);
  void app.register(importRoutes, deps);
  void app.register(proposalRoutes, deps);
  void app.register(officeRecordRoutes, deps);
  void app.register(auditRoutes, deps);
  void app.register(enterpriseRoutes, deps);
  void app.register(publicationRoutes, deps);
  void app.register(serviceProofRoutes, deps);
  void app.register(calendarRoutes, deps);
  void app.register(policyRoutes, deps);
  void app.register(reportRoutes, deps);
  void app.register(rewardReportRoutes, deps);
  void app.register(repairRoutes, deps);
  void app.register(unfitCaseRoutes, deps);
  void app.register(codecRoutes, deps);
  descriptionRoute(app);
}

/** What counts failed tries at all doors; what it has seen is entered each minute, and as the API ends. */
function watched(app: App, deps: ApiDeps): DoorWatch {
  const watch = new DoorWatch(deps);
  const entering = setInterval(() => void watch.enter(), 60_000);
  entering.unref();
  app.addHook('onClose', async () => {
    clearInterval(entering);
    await watch.enter();
  });
  return watch;
}
