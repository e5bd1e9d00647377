namespace Hookwork.Tests.Infra;

/// <summary>The tests that read the same compiled deployment.</summary>
[CollectionDefinition(Deployment.Collection)]
public sealed class DeploymentCollection : ICollectionFixture<Deployment>;
