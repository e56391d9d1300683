// The last five minutes of a stream: what the counters say, looked at once a second, and four plots of it.

import { el, say } from './dom.js';
import { bytes, duration, rate } from './format.js';
import { colour, onThemeChange } from './theme.js';

const SPAN_SECONDS = 300;
const MIN_SECONDS = 0.6;
const SPANS = [60, 120, SPAN_SECONDS];
const MAX_STREAMS = 100;

const histories = new Map();

/** Keeps what an overview says of each stream; of very many, of the first ones and the chosen one. */
export function remember(overview, chosen) {
  const seconds = overview.elapsedMillis / 1000;
  for (const stream of overview.streams) {
    let history = histories.get(stream.arn);
    const last = history?.looks.at(-1);
    if (!history || history.createdMillis !== stream.createdMillis || last.seconds > seconds) {
      if (!history && histories.size >= MAX_STREAMS && stream.arn !== chosen) {
        continue;
      }
      history = { createdMillis: stream.createdMillis, looks: [] };
      histories.set(stream.arn, history);
    }
    // Two looks in quick succession, as when somebody turns a page, would make a rate of very little.
    if (history.looks.length > 0 && seconds - last.seconds < MIN_SECONDS) {
      continue;
    }
    history.looks.push({ seconds, ...stream.traffic });
    while (history.looks[0].seconds < seconds - SPAN_SECONDS) {
      history.looks.shift();
    }
  }
  const there = new Set(overview.streams.map(stream => stream.arn));
  for (const arn of histories.keys()) {
    if (!there.has(arn)) {
      histories.delete(arn);
    }
  }
}

/** What came and went in the last second; null before there are two looks. */
export function ratesNow(arn) {
  const looks = histories.get(arn)?.looks ?? [];
  return looks.length < 2 ? null : rates(looks.at(-2), looks.at(-1));
}

function rates(before, after) {
  const seconds = Math.max(0.001, after.seconds - before.seconds);
  return {
    recordsIn: (after.recordsIn - before.recordsIn) / seconds,
    recordsOut: (after.recordsOut - before.recordsOut) / seconds,
    bytesIn: (after.bytesIn - before.bytesIn) / seconds,
    bytesOut: (after.bytesOut - before.bytesOut) / seconds,
    age: after.iteratorAgeMillis ?? null,
  };
}

const PLOTS = [
  { id: 'in', title: 'Records in', unit: '/s', lines: [['recordsIn', 'in', 'in']], write: rate, least: 1 },
  { id: 'out', title: 'Records out', unit: '/s', lines: [['recordsOut', 'out', 'out']], write: rate, least: 1 },
  { id: 'bytes', title: 'Bytes in, out', unit: '/s', lines: [['bytesIn', 'in', 'in'], ['bytesOut', 'out', 'out']], write: bytes, least: 1000 },
  { id: 'age', title: 'Iterator age', unit: '', lines: [['age', 'age', 'age']], write: duration, least: 1000 },
];

export class Plots {
  constructor() {
    this.charts = [];
    this.element = el('section', { class: 'plots', 'aria-label': 'Traffic of the last five minutes' },
      PLOTS.map(plot => this.#card(plot)));
    onThemeChange(() => this.#recolour());
  }

  #card(plot) {
    const now = el('p', { class: 'now', id: `now-${plot.id}` }, '–');
    const canvas = el('canvas', { role: 'img', 'aria-label': `${plot.title}, last five minutes` });
    const span = el('span', { class: 'span' });
    this.charts.push({ plot, now, canvas, span, chart: null });
    return el('div', { class: 'card plot' }, el('h2', {}, plot.title, span), now, el('div', { class: 'canvas' }, canvas));
  }

  /** Draws what is known of a stream. To be called once the element is in the page. */
  show(arn) {
    const looks = histories.get(arn)?.looks ?? [];
    const last = looks.at(-1)?.seconds ?? 0;
    const points = [];
    for (let i = 1; i < looks.length; i++) {
      points.push({ x: looks[i].seconds - last, ...rates(looks[i - 1], looks[i]) });
    }
    const span = SPANS.find(seconds => seconds >= -(points[0]?.x ?? 0)) ?? SPAN_SECONDS;
    for (const shown of this.charts) {
      shown.chart ??= this.#chart(shown);
      shown.chart.options.scales.x.min = -span;
      shown.plot.lines.forEach(([member], i) => {
        shown.chart.data.datasets[i].data = points.map(point => ({ x: point.x, y: point[member] }));
      });
      shown.chart.update('none');
      say(shown.span, span === SPAN_SECONDS ? '5 min' : `${span} s`);
      say(shown.now, this.#current(shown.plot, points.at(-1)));
    }
  }

  #current(plot, point) {
    const values = plot.lines.map(([member]) => point?.[member]);
    return values.every(value => value === null || value === undefined)
      ? (plot.id === 'age' && point ? 'no reader' : '–')
      : values.map(value => plot.write(value)).join(' · ') + plot.unit;
  }

  #chart({ plot, canvas }) {
    const chart = new window.Chart(canvas, {
      type: 'line',
      data: {
        datasets: plot.lines.map(([member, , label]) => ({
          label, data: [], borderWidth: 1.6, pointRadius: 0, pointHitRadius: 8, tension: 0.25, spanGaps: false,
          fill: plot.lines.length === 1, parsing: true,
        })),
      },
      options: {
        animation: false, responsive: true, maintainAspectRatio: false, normalized: true,
        interaction: { mode: 'index', intersect: false, axis: 'x' },
        scales: {
          x: { type: 'linear', min: -SPAN_SECONDS, max: 0, display: false },
          y: {
            min: 0, suggestedMax: plot.least, border: { display: false }, grid: {},
            ticks: { maxTicksLimit: 3, font: { size: 10 }, callback: value => plot.write(value) },
            afterFit: scale => { scale.width = 48; },
          },
        },
        plugins: {
          legend: { display: false },
          tooltip: {
            displayColors: false,
            callbacks: {
              title: items => `${Math.round(-items[0].parsed.x)} s ago`,
              label: item => `${item.dataset.label} ${plot.write(item.parsed.y)}${plot.unit}`,
            },
          },
        },
      },
    });
    this.#paint(plot, chart);
    return chart;
  }

  #paint(plot, chart) {
    plot.lines.forEach(([, name], i) => {
      chart.data.datasets[i].borderColor = colour(name);
      chart.data.datasets[i].backgroundColor = `${colour(name)}22`;
    });
    chart.options.scales.y.grid.color = colour('line');
    chart.options.scales.y.ticks.color = colour('muted');
  }

  #recolour() {
    for (const { plot, chart } of this.charts) {
      if (chart) {
        this.#paint(plot, chart);
        chart.update('none');
      }
    }
  }

  close() {
    this.charts.forEach(({ chart }) => chart?.destroy());
    this.charts = [];
  }
}
