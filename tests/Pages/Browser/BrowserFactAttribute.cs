namespace Hookwork.Tests.Pages.Browser;

/// <summary>A test in a browser; skipped where Chromium is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Chromium.Program is null)
            Skip = "chromium is not installed: apt-get install chromium";
    }
}
