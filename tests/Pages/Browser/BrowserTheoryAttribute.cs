namespace Hookwork.Tests.Pages.Browser;

/// <summary>A test in a browser; skipped where Chromium is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute()
    {
        if (Chromium.Program is null)
            Skip = "chromium is not installed: apt-get install chromium";
    }
}
