namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where the program of a function app begins.</summary>
public static class FunctionsApplication
{
    /// <summary>A builder with the usual configuration and logging.</summary>
    /// <param name="args">The program's arguments.</param>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args);
}
