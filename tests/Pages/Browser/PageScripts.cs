namespace Hookwork.Tests.Pages.Browser;

/// <summary>What the tests ask the browser about a page.</summary>
internal static class PageScripts
{
    /// <summary>The elements that make the page wider than the window, by their tags and classes.</summary>
    public const string WiderThanTheWindow = """
        () => document.documentElement.scrollWidth <= innerWidth
          ? ''
          : [...document.querySelectorAll('body *')]
              .filter(element => element.getBoundingClientRect().right > innerWidth + 1)
              .map(element => element.outerHTML.slice(0, 120))
              .join('\n')
        """;

    /// <summary>The cells of tables that are so narrow that their text takes more than ten lines.</summary>
    public const string SqueezedCells = """
        () => [...document.querySelectorAll('td, th')]
          .filter(cell => cell.firstChild && cell.clientHeight > 10 * parseFloat(getComputedStyle(cell).lineHeight))
          .map(cell => cell.outerHTML.slice(0, 120))
          .join('\n')
        """;

    /// <summary>
    /// The elements with a label that only a role may have (WAI-ARIA 1.2, prohibited names). A screen reader may say
    /// their label and not their text.
    /// </summary>
    public const string LabelsWithoutRole = """
        () => [...document.querySelectorAll(':is(pre, code, p, div, span, time)[aria-label]:not([role])')]
          .map(element => element.outerHTML.slice(0, 120))
          .join('\n')
        """;

    /// <summary>What axe objects to, a line each. The pages have no frames, so axe runs in the page alone.</summary>
    public const string Violations = """
        async ({ mode, rules }) => {
          const runOnly = rules.length ? { runOnly: { type: 'rule', values: rules } } : {};
          const { violations } = await axe.run(document, { resultTypes: ['violations'], ...runOnly });
          return violations
            .flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${mode}: ${id}: ${help}: ${html}\n`))
            .join('');
        }
        """;

    /// <summary>Notes each element that gets the focus, and whether a reader sees that it has it.</summary>
    public const string RecordFocus = """
        () => {
          const walk = window.walk = { reached: new Set(), unseen: '', ended: false };
          const can = 'a[href], area[href], button, input, select, textarea, summary, iframe, [tabindex]';
          walk.stops = () => [...document.querySelectorAll(can)].filter(element =>
            element.tabIndex >= 0 && !element.disabled && element.type !== 'hidden'
            && element.checkVisibility({ visibilityProperty: true }));
          const group = element => element.type === 'radio' && element.name;
          walk.missed = () => walk.stops()
            .filter(element => !walk.reached.has(element)
              && !(group(element) && [...walk.reached].some(other => group(other) === group(element))))
            .map(element => element.outerHTML.slice(0, 120))
            .join('\n');
          document.addEventListener('focusin', event => {
            if (walk.reached.has(event.target)) { walk.ended = true; return; }
            walk.reached.add(event.target);
            const style = getComputedStyle(event.target);
            const stroke = getComputedStyle(event.target.querySelector('.ground') ?? event.target).stroke;
            const box = event.target.getBoundingClientRect();
            const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
            // An outline in a picture is stretched as the picture is.
            const ringed = event.target instanceof SVGElement ? !outlined && stroke !== 'none' : outlined;
            const onScreen = box.right > 0 && box.left < innerWidth && box.width > 0 && box.height > 0;
            if (!ringed || !onScreen) walk.unseen += event.target.outerHTML.slice(0, 120) + '\n';
          });
        }
        """;

    /// <summary>How many elements the Tab key should reach.</summary>
    public const string CountStops = "() => walk.stops().length";

    /// <summary>The text and the forms of the page, without what only scripts can use, and without numbers, since times pass.</summary>
    public const string Content = """
        () => {
          const body = document.body.cloneNode(true);
          body.querySelectorAll('script, button[type=button], [data-script]').forEach(element => element.remove());
          const text = [...body.querySelectorAll('header, main, footer')]
            .map(part => part.textContent.replace(/\s+/g, ' ').replace(/\d+( (ms|s|min|h)\b)?/g, '0').trim());
          const controls = form => [...form.elements].map(control => `${control.type} ${control.name}`).join(', ');
          return [...text, ...[...body.querySelectorAll('form')].map(form =>
            `${form.method} ${form.getAttribute('action')}: ${controls(form)}`)];
        }
        """;
}
