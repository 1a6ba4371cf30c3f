import { render } from 'preact';
import '../shared/tokens.css';
import type { MonitorReport } from '../../engine/src/monitoring/report/monitorReport.ts';

const text = document.getElementById('report')?.textContent ?? '{}';
const { report } = JSON.parse(text) as { readonly report: MonitorReport };
render(<h1>{report.headline}</h1>, document.body);
