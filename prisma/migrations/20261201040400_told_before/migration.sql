-- Cases from before an enterprise counted its lines: by what is issued of each type on the day of this migration.
WITH told AS (
  SELECT e.case_id, count(*)::int AS lines, max(e.at) AS at
  FROM anjie.record_event e
  CROSS JOIN LATERAL (SELECT array_to_string((string_to_array(split_part(e.key, '#', 1), '/'))[1:2], '/') AS step) s
  WHERE e.kind IN ('opened', 'policy-pinned', 'closed', 'reopened', 'fact-recorded')
    OR (e.kind = 'paper-added' AND e.body->>'material' IS NOT NULL)
    OR (e.kind IN ('child-opened', 'child-closed') AND split_part(split_part(e.key, '#', 1), '/', 2) <> 'rectification')
    OR (e.kind IN ('step-opened', 'clock-superseded', 'extension-requested', 'extension-refused', 'decided') AND s.step IN (
      'rectification/acknowledgement', 'rectification/remedy', 'notice/receipt', 'certificate/renewal',
      'credit-repair/notice', 'credit-repair/showing', 'credit-repair/application',
      'approval-item/application', 'approval-item/acceptance', 'approval-item/correction', 'approval-item/decision',
      'approval-item/deemed-decision', 'approval-item/explanation', 'approval-item/delivery',
      'project/lead', 'project/notification', 'project/construction-gate', 'project/start', 'project/works',
      'project/stop-report', 'project/resumption', 'project/operation-gate', 'project/handover', 'project/yearly-review'))
    OR (e.kind = 'decided' AND s.step IN ('rectification/order', 'rectification/recheck', 'credit-repair/decision',
      'inspection/notice', 'inspection/result', 'notice/service'))
  GROUP BY e.case_id)
UPDATE anjie.case_file f SET issued_lines = told.lines, told_at = told.at, told_stage = f.stage, told_due_at = f.due_at
FROM told WHERE told.case_id = f.id;
