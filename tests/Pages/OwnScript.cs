using System.Text.RegularExpressions;

namespace Hookwork.Tests.Pages;

/// <summary>The one script that every page loads.</summary>
internal static partial class OwnScript
{
    /// <summary>A page without the element that loads it. Every other script element is foreign.</summary>
    public static string Without(string page)
    {
        var elements = Element().Count(page);
        Assert.Equal(1, elements);
        return Element().Replace(page, "");
    }

    [GeneratedRegex("""<script src="/assets/[0-9a-f]{16}[.]js" defer></script>""")]
    private static partial Regex Element();
}
