// Where everything in a BPMN document is drawn: ELK lays out each part of it, and what it says is
// written into the document as the standard has it (diagram interchange). Knows no page.
const EVENT = 36;
const GATEWAY = 50;
const BOX = { width: 160, height: 84 };
const HOST = { width: 190, height: 84 }; // wider: half of its events lies over it
const BAND = 30; // the title of a pool, upright at its left
const MARGIN = 36;
const APART = 130; // between our pool and the others
const MESSAGE = 150; // the room of a message and its name

const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.spacing.nodeNode": "36",
  "elk.spacing.edgeNode": "18",
  "elk.spacing.edgeEdge": "12",
  "elk.spacing.edgeLabel": "4",
  "elk.spacing.componentComponent": "36",
  "elk.layered.spacing.nodeNodeBetweenLayers": "40",
  "elk.layered.spacing.edgeNodeBetweenLayers": "18",
  "elk.layered.feedbackEdges": "true",
  "elk.layered.cycleBreaking.strategy": "DEPTH_FIRST",
  "elk.layered.considerModelOrder.strategy": "PREFER_EDGES",
  // five times as fast as NETWORK_SIMPLEX, and about as compact
  "elk.layered.nodePlacement.strategy": "LINEAR_SEGMENTS",
  "elk.layered.thoroughness": "3",
  "elk.aspectRatio": "1.8",
};

const is = (element, type) => element.$instanceOf(`bpmn:${type}`);

// The document with every element drawn. `measure(text, width)` gives the size of a label.
export async function arrange(definitions, { moddle, elk, measure }) {
  const draw = drawing(moddle);
  const whole = definitions.rootElements.find((each) => is(each, "Collaboration"));
  const process = definitions.rootElements.find((each) => is(each, "Process"));
  const planes = [await pools(whole, process)];
  for (const part of partsIn(process)) planes.push(await plane(part));
  definitions.set("diagrams", planes);

  async function plane(part) {
    const found = await placed(part, elk, measure);
    return draw.diagram(part, drawn(part, found, MARGIN, MARGIN));
  }

  async function pools(whole, process) {
    const found = await placed(process, elk, measure);
    const ours = whole.participants.find((each) => each.processRef === process);
    const others = whole.participants.filter((each) => each !== ours);
    const lines = (whole.messageFlows ?? []).map(named);
    const with_ = (pool) => lines.filter((l) => l.sourceRef === pool || l.targetRef === pool);
    const widths = others.map((pool) => BAND + MESSAGE * Math.max(with_(pool).length, 2));
    const width = Math.max(
      BAND + 2 * MARGIN + found.width,
      widths.reduce((all, each) => all + each + MARGIN, -MARGIN),
    );
    const bottom = found.height + 2 * MARGIN;
    const shapes = [
      draw.shape(ours, { x: 0, y: 0, width, height: bottom }, { isHorizontal: true }),
      ...drawn(process, found, BAND + MARGIN, MARGIN),
    ];
    let x = 0;
    others.forEach((pool, index) => {
      const bounds = { x, y: bottom + APART, width: widths[index], height: 60 };
      shapes.push(draw.shape(pool, bounds, { isHorizontal: true }));
      with_(pool).forEach((line, number) => {
        const at = x + BAND + MESSAGE * (number + 0.5) - 40;
        const down = [{ x: at, y: bottom }, { x: at, y: bottom + APART }];
        const label = { x: at + 6, y: bottom + APART / 4, width: MESSAGE - 40, height: 40 };
        shapes.push(draw.edge(line, line.targetRef === pool ? down : down.reverse(), label));
      });
      x += widths[index] + MARGIN;
    });
    return draw.diagram(whole, shapes);
  }

  function drawn(part, found, dx, dy) {
    const moved = (rect) => ({ ...rect, x: rect.x + dx, y: rect.y + dy });
    return (part.flowElements ?? []).map((element) => {
      const label = found.labels.get(element.id);
      if (is(element, "SequenceFlow")) {
        return draw.edge(element, found.lines.get(element.id).map(moved), label && moved(label));
      }
      const look = is(element, "SubProcess") ? { isExpanded: false } : {};
      return draw.shape(element, moved(found.rects.get(element.id)), look, label && moved(label));
    });
  }
}

// A message flow with the name of its message: both would be written over each other.
function named(line) {
  if (line.messageRef) line.set("name", line.messageRef.name);
  line.set("messageRef", undefined);
  return line;
}

function* partsIn(part) {
  for (const each of part.flowElements ?? []) {
    if (is(each, "SubProcess")) {
      yield each;
      yield* partsIn(each);
    }
  }
}

// Rectangles, lines and labels of what is in a part, by id.
async function placed(part, elk, measure) {
  const elements = part.flowElements ?? [];
  const events = elements.filter((each) => is(each, "BoundaryEvent"));
  const nodes = elements.filter((each) => !is(each, "SequenceFlow") && !events.includes(each));
  const flows = elements.filter((each) => is(each, "SequenceFlow"));
  const graph = await elk.layout({
    id: part.id,
    layoutOptions: OPTIONS,
    children: nodes.map((each) => node(each, events, measure)),
    edges: flows.map((each) => edge(each, measure)),
  });
  const rects = new Map();
  const labels = new Map();
  const lines = new Map();
  for (const { id, x, y, width, height, ports = [], labels: [label] = [] } of graph.children) {
    rects.set(id, { x, y, width, height });
    if (label) labels.set(id, { ...label, x: x + label.x, y: y + label.y });
    for (const port of ports) rects.set(port.id, { ...port, x: x + port.x, y: y + port.y });
  }
  for (const { id, sections: [line], labels: found = [] } of graph.edges) {
    lines.set(id, [line.startPoint, ...(line.bendPoints ?? []), line.endPoint]);
    for (const label of found) labels.set(label.of, label);
  }
  return { rects, labels, lines, width: graph.width, height: graph.height };
}

function node(element, events, measure) {
  if (is(element, "Event") || is(element, "Gateway")) {
    const size = is(element, "Event") ? EVENT : GATEWAY;
    return {
      id: element.id,
      width: size,
      height: size,
      labels: label(element, measure, 110),
      layoutOptions: { "elk.nodeLabels.placement": "OUTSIDE V_BOTTOM H_CENTER" },
    };
  }
  const attached = events.filter((each) => each.attachedToRef === element);
  if (!attached.length) return { id: element.id, ...BOX };
  return {
    id: element.id,
    ...HOST,
    ports: attached.map((each) => ({
      id: each.id,
      width: EVENT,
      height: EVENT,
      layoutOptions: { "elk.port.side": "EAST", "elk.port.borderOffset": `-${EVENT / 2.5}` },
    })),
    layoutOptions: {
      "elk.portConstraints": "FIXED_SIDE",
      "elk.nodeSize.constraints": "PORTS MINIMUM_SIZE",
      "elk.nodeSize.minimum": `(${HOST.width}, ${HOST.height})`,
      "elk.spacing.portPort": "20",
      "elk.portAlignment.east": "CENTER",
    },
  };
}

function edge(flow, measure) {
  const from = flow.sourceRef;
  const labels = [
    ...(is(from, "BoundaryEvent") ? label(from, measure, 130) : []),
    ...label(flow, measure, 130),
  ];
  return { id: flow.id, sources: [from.id], targets: [flow.targetRef.id], labels };
}

function label(element, measure, width) {
  if (!element.name) return [];
  return [{ of: element.id, text: element.name, ...measure(element.name, width) }];
}

// Makes the shapes, edges and planes of the standard.
function drawing(moddle) {
  const bounds = ({ x, y, width, height }) => moddle.create("dc:Bounds", { x, y, width, height });
  const labelled = (label) =>
    label ? { label: moddle.create("bpmndi:BPMNLabel", { bounds: bounds(label) }) } : {};
  return {
    shape: (element, rect, look = {}, label) =>
      moddle.create("bpmndi:BPMNShape", {
        id: `shape-${element.id}`,
        bpmnElement: element,
        bounds: bounds(rect),
        ...look,
        ...labelled(label),
      }),
    edge: (element, points, label) =>
      moddle.create("bpmndi:BPMNEdge", {
        id: `edge-${element.id}`,
        bpmnElement: element,
        waypoint: points.map(({ x, y }) => moddle.create("dc:Point", { x, y })),
        ...labelled(label),
      }),
    diagram: (element, shapes) =>
      moddle.create("bpmndi:BPMNDiagram", {
        id: `diagram-${element.id}`,
        plane: moddle.create("bpmndi:BPMNPlane", {
          id: `plane-${element.id}`,
          bpmnElement: element,
          planeElement: shapes,
        }),
      }),
  };
}
