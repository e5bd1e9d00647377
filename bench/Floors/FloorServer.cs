using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;

namespace Hookwork.Bench.Floors;

/// <summary>
/// An ASP.NET Core app without any work, with selfhost's builder and server: it answers what was put at an address. An
/// address at which nothing is has an empty answer.
/// </summary>
internal static class FloorServer
{
    /// <summary>The bench's argument that runs it.</summary>
    public const string Argument = "floor";

    /// <summary>What precedes the URL in its first line.</summary>
    public const string Greeting = "The floor is at ";

    /// <summary>What precedes the name of a header of the answer, in a request that puts it.</summary>
    public const string HeaderPrefix = "Answer-";

    /// <summary>A request that puts a body may be as large as selfhost's largest answer.</summary>
    private const long Largest = 64 << 20;

    /// <summary>selfhost's buffer of an answer.</summary>
    private const long LargestPage = 1 << 20;

    /// <summary>Serves until the process is ended.</summary>
    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory }
        );
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = Largest;
                kestrel.Limits.MaxResponseBufferSize = LargestPage;
                kestrel.Listen(IPAddress.Loopback, 0);
            });
        await using var app = builder.Build();
        var answers = new ConcurrentDictionary<string, Answer>(StringComparer.Ordinal);
        app.Run(async context =>
        {
            var address = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            if (HttpMethods.IsPut(context.Request.Method))
                answers[address] = await Answer.ReadAsync(context.Request);
            else if (answers.TryGetValue(address, out var answer))
                await answer.WriteAsync(context.Response);
        });
        await app.StartAsync();
        Console.WriteLine(Greeting + app.Urls.First());
        await app.WaitForShutdownAsync();
    }

    private sealed record Answer(IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
    {
        public static async Task<Answer> ReadAsync(HttpRequest request)
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            return new Answer(
                [
                    .. request
                        .Headers.Where(header =>
                            header.Key.StartsWith(HeaderPrefix, StringComparison.OrdinalIgnoreCase)
                        )
                        .Select(header => (header.Key[HeaderPrefix.Length..], header.Value.ToString())),
                ],
                body.ToArray()
            );
        }

        public async Task WriteAsync(HttpResponse response)
        {
            foreach (var (name, value) in Headers)
                response.Headers.Append(name, value);
            response.ContentLength = Body.Length;
            await response.Body.WriteAsync(Body);
        }
    }
}
