using Microsoft.Playwright;

namespace Observatorio.Tests.Support;

/// <summary>axe-core, run in a page beside the page's own script, which its Content-Security-Policy does not let in.</summary>
public static class Axe
{
    private static readonly Lazy<string> Script = new(() => File.ReadAllText(Repository.PathOf("portal/node_modules/axe-core/axe.min.js")));

    /// <summary>Serious and critical faults against WCAG 2.2 AA: rule, and the first place.</summary>
    /// <param name="page">The page.</param>
    /// <param name="rules">The rules to hold it to; none for all.</param>
    public static async Task<IReadOnlyList<string>> Faults(IPage page, params string[] rules)
    {
        if (!await page.EvaluateAsync<bool>("'axe' in window")) { await page.EvaluateAsync(Script.Value); }
        return await page.EvaluateAsync<string[]>(
            """
            async rules => {
              const found = await axe.run(document, { runOnly: rules.length ? rules : ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] });
              return found.violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v => `${v.id}: ${v.nodes.length} × ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].failureSummary.slice(0, 200)}`);
            }
            """, rules);
    }
}
