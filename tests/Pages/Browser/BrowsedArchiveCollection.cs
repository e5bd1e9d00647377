using Hookwork.Tests.Api;

namespace Hookwork.Tests.Pages.Browser;

/// <summary>The tests that open pages of the archived recording in the same browser: beside those that need none.</summary>
[CollectionDefinition(Name)]
public sealed class BrowsedArchiveCollection : ICollectionFixture<ServedArchive>, ICollectionFixture<SharedChromium>
{
    public const string Name = "browsed archive";
}
