using System.Text;
using Hookwork.Api.Writing;
using Hookwork.Input;
using Hookwork.Patchwork;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Tests.Api;

/// <summary>Answers to a write that only a proxy in front of the server gives. The write may have been made.</summary>
public sealed class ForwardedAnswerTests
{
    [Fact]
    public async Task What_claims_to_be_JSON_and_is_none_is_handed_on_as_it_came()
    {
        var (response, body) = await ShowAsync(
            new WriteAnswer(200, [new("Content-Type", "application/json")], "<html>Saved"u8.ToArray())
        );

        Assert.Equal((200, "<html>Saved"), (response.StatusCode, body));
        Assert.Equal("sandbox", response.Headers.ContentSecurityPolicy.ToString());
    }

    [Fact]
    public async Task A_header_has_only_letters_that_a_header_can_have()
    {
        var (response, _) = await ShowAsync(
            new WriteAnswer(401, [new("WWW-Authenticate", "Basic realm=\"Für Betreuer\"")], [])
        );

        Assert.Equal(401, response.StatusCode);
        Assert.Equal("Basic realm=\"F?r Betreuer\"", response.Headers.WWWAuthenticate.ToString());
    }

    private static async Task<(HttpResponse Response, string Body)> ShowAsync(WriteAnswer answer)
    {
        var body = new MemoryStream();
        var context = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection()
                .AddSingleton(new PatchworkSettings { Url = new Uri("https://patchwork.example.org/") })
                .AddSingleton(new HookworkSettings())
                .BuildServiceProvider(),
        };
        context.Response.Body = body;
        await new ForwardedAnswer(answer).ExecuteAsync(context);
        await context.Response.BodyWriter.FlushAsync();
        return (context.Response, Encoding.UTF8.GetString(body.ToArray()));
    }
}
