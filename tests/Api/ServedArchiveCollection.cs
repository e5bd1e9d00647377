using Hookwork.Tests.Pages.Browser;

namespace Hookwork.Tests.Api;

/// <summary>The tests that read the same archived recording, some in the same browser.</summary>
[CollectionDefinition(ServedArchive.Collection)]
public sealed class ServedArchiveCollection : ICollectionFixture<ServedArchive>, ICollectionFixture<SharedChromium>;
