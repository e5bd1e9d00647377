namespace Hookwork.Tests.Infra;

/// <summary>A test of the deployment for several inputs, where the Bicep compiler is.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BicepTheoryAttribute : TheoryAttribute
{
    public BicepTheoryAttribute() => Skip = Bicep.Missing;
}
