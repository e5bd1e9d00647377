using System.Net;
using Hookwork.Patchwork;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Tests.Patchwork;

public sealed class PatchworkWriterTests
{
    [Fact]
    public async Task An_answer_to_a_write_that_is_larger_than_any_is_not_read() =>
        await Assert.ThrowsAsync<UpstreamUnavailableException>(() =>
            SendAsync(
                new HttpResponseMessage
                {
                    Content = new ByteArrayContent([]) { Headers = { ContentLength = 100 << 20 } },
                }
            )
        );

    [Theory]
    [InlineData("https://patchwork.example.org/api/patches/1/")]
    [InlineData("http://www.patchwork.example.org/")]
    public async Task A_redirect_to_another_address_of_the_server_names_the_setting(string location)
    {
        var moved = await Assert.ThrowsAsync<UpstreamErrorException>(() => SendAsync(RedirectTo(location)));

        Assert.Contains("Patchwork__Url", moved.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/patches/1/")]
    [InlineData("http://patchwork.example.org/api/patches/1/")]
    public async Task A_redirect_on_the_server_is_the_callers(string location)
    {
        var answer = await SendAsync(RedirectTo(location));

        Assert.Equal(301, answer.Status);
        Assert.Equal(location, answer.Headers.Single(header => header.Key == "Location").Value);
    }

    /// <summary>A client that is told of a failure sends the write again, and the server makes it twice.</summary>
    [Fact]
    public async Task A_write_may_take_longer_than_a_read()
    {
        var answer = await SendAsync(new HttpResponseMessage(HttpStatusCode.Created), TimeSpan.FromSeconds(2.5));

        Assert.Equal(201, answer.Status);
    }

    private static HttpResponseMessage RedirectTo(string location)
    {
        var answer = new HttpResponseMessage(HttpStatusCode.MovedPermanently);
        answer.Headers.TryAddWithoutValidation("Location", location);
        return answer;
    }

    /// <param name="after">How long the server takes; an answer to a read may take two seconds.</param>
    private static async Task<WriteAnswer> SendAsync(HttpResponseMessage answer, TimeSpan after = default)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([
                new("Patchwork:Url", "http://patchwork.example.org/"),
                new("Patchwork:Timeout", "00:00:02"),
            ])
            .Build();
        var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddPatchwork(settings);
        services
            .AddHttpClient(PatchworkWriter.ClientName)
            .AddHttpMessageHandler(() => new AnsweringHandler(answer, after));
        await using var provider = services.BuildServiceProvider();
        return await provider
            .GetRequiredService<PatchworkWriter>()
            .SendAsync(new WriteRequest(HttpMethod.Patch, "api/patches/1/", [], null, null, null), default);
    }

    private sealed class AnsweringHandler(HttpResponseMessage answer, TimeSpan after) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            await Task.Delay(after, cancellationToken);
            answer.RequestMessage = request;
            return answer;
        }
    }
}
