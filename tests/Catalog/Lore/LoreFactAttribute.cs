namespace Hookwork.Tests.Catalog.Lore;

/// <summary>A test that needs public-inbox with Xapian; skipped if they are not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LoreFactAttribute : FactAttribute
{
    private const string Modules = "/usr/share/perl5/PublicInbox/SearchIdx.pm";

    public LoreFactAttribute()
    {
        if (!File.Exists(Modules))
            Skip = "public-inbox is not installed: apt-get install public-inbox libsearch-xapian-perl git";
    }
}
