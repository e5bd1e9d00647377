namespace Hookwork.Tests.Infra;

/// <summary>A test of the deployment, where the Bicep compiler is.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BicepFactAttribute : FactAttribute
{
    public BicepFactAttribute() => Skip = Bicep.Missing;
}
