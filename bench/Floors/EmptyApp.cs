using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Hookwork.Bench.Floors;

/// <summary>An empty ASP.NET Core app, as <c>dotnet new web</c> makes it: how fast a server can start.</summary>
internal static class EmptyApp
{
    /// <summary>The bench's argument that runs it.</summary>
    public const string Argument = "empty-app";

    private const string Greeting = "Now listening on: ";

    /// <summary>Serves until the process is ended.</summary>
    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/", () => "Hello World!");
        await app.RunAsync();
    }

    /// <summary>Starts it in a process of its own.</summary>
    public static Task<ServerProcess> StartAsync(CancellationToken cancellationToken) =>
        ServerProcess.StartAsync(ServerProcess.OwnProgram(Argument), Greeting, cancellationToken);
}
