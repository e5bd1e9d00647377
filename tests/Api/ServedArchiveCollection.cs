namespace Hookwork.Tests.Api;

/// <summary>The tests that read the same archived recording.</summary>
[CollectionDefinition(ServedArchive.Collection)]
public sealed class ServedArchiveCollection : ICollectionFixture<ServedArchive>;
