"""Two workflows that are tied: children, and meetings that consider them."""

from __future__ import annotations

CHILD = """
    workflow: child
    links: {meetings: {to: meeting, inverse: considers, many: yes, sets: {asked_on: occurred_on}}}
    facts:
      family: {type: text}
      asked_on: {type: date}
      held_on: {type: date}
      decision: {type: choice, codes: [plan, none]}
      words: {type: text}
    open_case: {by: [worker], may_ask: [family, asked_on], to: open}
    states:
      open:
        title: Open
        steps:
          ask:
            by: [worker]
            stay: yes
            start: {workflow: meeting, link: considers, facts: {topic: words, kind: "'first'"},
                    join: family, event: add}
          hear:
            from_link: meetings
            asks: [decision]
            may_ask: [held_on]
            ways: [{when: "decision == 'plan'", to: plan}, {otherwise: closed}]
          leave: {by: [worker], to: away}
          write: {by: [worker], asks: [words], stay: yes}
      plan:
        title: Plan
        steps:
          review: {from_link: meetings, asks: [decision], stay: yes}
      away: {title: Away, steps: {end: {by: [worker], to: closed}}}
      closed: {title: Closed, final: true}
    """
MEETING = """
    workflow: meeting
    links: {considers: {to: child, inverse: meetings, many: yes}}
    facts:
      outcomes: {type: rows, by: considers, columns: [decision, note]}
      day_held: {type: date}
      topic: {type: text}
      kind: {type: text}
    open_case: {by: [worker], asks: [considers], may_ask: [topic, kind], to: open}
    states:
      open:
        title: Open
        steps:
          add: {by: [worker], asks: [considers], stay: yes}
          decide:
            by: [worker]
            asks: [outcomes, day_held]
            on: day_held
            to: held
            tell:
              - {link: considers, event: [hear, review], each: outcomes, facts: {held_on: day_held}}
      held: {title: Held, steps: {close: {by: [worker], to: closed}}}
      closed: {title: Closed, final: true}
    """
