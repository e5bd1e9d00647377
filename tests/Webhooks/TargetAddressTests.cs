using System.Net;
using System.Net.Sockets;
using FsCheck;
using FsCheck.Fluent;
using Hookwork.Webhooks;
using Hookwork.Webhooks.Targets;
using Microsoft.Extensions.Configuration;

namespace Hookwork.Tests.Webhooks;

public sealed class TargetAddressTests
{
    private static readonly WebhookSettings s_settings = new() { Timeout = TimeSpan.FromSeconds(2) };

    [Theory]
    [InlineData("https://127.0.0.1/", "loopback")]
    [InlineData("https://127.1/", "loopback")]
    [InlineData("https://0x7f000001/", "loopback")]
    [InlineData("https://2130706433/", "loopback")]
    [InlineData("https://017700000001/", "loopback")]
    [InlineData("https://[::1]/", "loopback")]
    [InlineData("https://[::ffff:127.0.0.1]/", "loopback")]
    [InlineData("https://[::ffff:7f00:1]/", "loopback")]
    [InlineData("https://10.0.0.1/", "private")]
    [InlineData("https://172.16.0.1/", "private")]
    [InlineData("https://172.31.255.255/", "private")]
    [InlineData("https://192.168.1.1/", "private")]
    [InlineData("https://[::ffff:10.0.0.1]/", "private")]
    [InlineData("https://[fc00::1]/", "private")]
    [InlineData("https://[fd12:3456::1]/", "private")]
    [InlineData("https://[fec0::1]/", "private")]
    [InlineData("https://169.254.169.254/latest/meta-data/", "metadata")]
    [InlineData("https://[::ffff:169.254.169.254]/", "metadata")]
    [InlineData("https://[fe80::1]/", "metadata")]
    [InlineData("https://168.63.129.16/", "Azure")]
    [InlineData("https://0.0.0.0/", "unspecified")]
    [InlineData("https://[::]/", "reserved")]
    [InlineData("https://100.64.0.1/", "carrier")]
    [InlineData("https://198.18.0.1/", "benchmarks")]
    [InlineData("https://192.0.2.1/", "documentation")]
    [InlineData("https://224.0.0.1/", "multicast")]
    [InlineData("https://[ff02::1]/", "multicast")]
    [InlineData("https://255.255.255.255/", "reserved")]
    [InlineData("https://[64:ff9b::7f00:1]/", "loopback")]
    [InlineData("https://[64:ff9b::a9fe:a9fe]/", "metadata")]
    [InlineData("https://[2002:7f00:1::]/", "loopback")]
    [InlineData("https://[2002:c0a8:101::1]/", "private")]
    [InlineData("https://[2001:db8::1]/", "documentation")]
    [InlineData("https://[100::1]/", "reserved")]
    [InlineData("http://ci.example.org/", "https")]
    [InlineData("ftp://ci.example.org/", "https")]
    [InlineData("file:///etc/passwd", "absolute")]
    [InlineData("gopher://ci.example.org/", "https")]
    [InlineData("javascript:alert(1)", "absolute")]
    [InlineData("https://user:pass@ci.example.org/", "credentials")]
    [InlineData("https://user@ci.example.org/", "credentials")]
    [InlineData("https://ci.example.org#@127.0.0.1/", "fragment")]
    [InlineData("https://ci.example.org\\@127.0.0.1/", "absolute")]
    [InlineData("https://ci.example.org/\r\nX-Header: 1", "absolute")]
    [InlineData("https://ci.example.org/a b", "absolute")]
    [InlineData("//ci.example.org/", "https")]
    [InlineData("ci.example.org", "absolute")]
    [InlineData("https:///path", "absolute")]
    [InlineData("https://xn--\u00e9/", "absolute")]
    [InlineData("", "absolute")]
    public void A_hostile_url_is_refused_with_its_reason(string url, string reason) =>
        Assert.Contains(reason, TargetAddress.Fault(url, s_settings), StringComparison.Ordinal);

    [Theory]
    [InlineData("https://ci.example.org/hook?token=1")]
    [InlineData("https://ci.example.org:8443/")]
    [InlineData("https://8.8.8.8/")]
    [InlineData("https://[2606:4700:4700::1111]/")]
    [InlineData("https://bücher.example/")]
    public void A_public_url_is_taken(string url) => Assert.Null(TargetAddress.Fault(url, s_settings));

    [Theory]
    [InlineData("http://build.internal/")]
    [InlineData("https://BUILD.internal:8443/")]
    [InlineData("http://127.0.0.1:8080/")]
    [InlineData("http://[::1]:8080/")]
    public void A_host_that_a_setting_names_is_taken(string url) =>
        Assert.Null(
            TargetAddress.Fault(url, s_settings with { AllowedHosts = ["build.internal", "127.0.0.1", "::1"] })
        );

    [Theory]
    [InlineData("bücher.example", "http://bücher.example/")]
    [InlineData("bücher.example", "http://xn--bcher-kva.example/")]
    [InlineData("fd12:0:0::5", "http://[fd12::5]:8080/")]
    [InlineData("[FD12:0000::0005]", "http://[fd12::5]/")]
    public void A_setting_may_write_a_host_otherwise_than_the_url(string host, string url)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Hookwork:AllowedHosts", host)])
            .Build();

        Assert.Null(TargetAddress.Fault(url, WebhookSettings.Read(configuration)));
    }

    /// <summary>The addresses to which <c>ci.example.org</c> resolves at connection time.</summary>
    [Theory]
    [InlineData("127.0.0.1", "loopback")]
    [InlineData("::1", "loopback")]
    [InlineData("::ffff:127.0.0.1", "loopback")]
    [InlineData("::ffff:169.254.169.254", "metadata")]
    [InlineData("169.254.169.254", "metadata")]
    [InlineData("10.1.2.3", "private")]
    [InlineData("fd00::1", "private")]
    [InlineData("fe80::1%1", "metadata")]
    [InlineData("64:ff9b::a00:1", "private")]
    [InlineData("8.8.8.8,127.0.0.1", "loopback")]
    [InlineData("2606:4700::1,10.0.0.1", "private")]
    [InlineData("", "no address")]
    public async Task A_name_that_leads_inside_is_refused_when_connecting(string answers, string reason)
    {
        var asked = 0;
        using var client = Client(
            (_, _) =>
            {
                asked++;
                return Task.FromResult(
                    answers.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse).ToArray()
                );
            }
        );

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() =>
            client.PostAsync(new Uri("https://ci.example.org/"), null)
        );

        var refused = Assert.IsType<TargetRefusedException>(exception.InnerException ?? exception.GetBaseException());
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Contains("ci.example.org", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task A_name_that_is_allowed_may_lead_inside()
    {
        await using var target = await Target.StartAsync();
        using var client = Client((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]), "build.internal");

        using var answer = await client.PostAsync(new Uri($"http://build.internal:{target.Port}/"), null);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    [Fact]
    public async Task An_address_that_does_not_answer_leaves_time_for_the_others()
    {
        await using var target = await Target.StartAsync();
        var silent = new IPEndPoint(IPAddress.Parse("127.0.0.2"), target.Port);
        using var full = Tcp();
        full.Bind(silent);
        full.Listen(0);
        // Linux answers no more of them than fit into the queue.
        List<Socket> queued = [.. Enumerable.Range(0, 8).Select(_ => Tcp())];
        foreach (var socket in queued)
            _ = socket.ConnectAsync(silent);
        // If the machine stalls, the test retries with a longer timeout.
        HttpStatusCode? status = null;
        for (var timeout = s_settings.Timeout; status is null && timeout < TimeSpan.FromMinutes(1); timeout *= 4)
        {
            using var client = Client(
                (_, _) => Task.FromResult<IPAddress[]>([silent.Address, IPAddress.Loopback]),
                timeout,
                "build.internal"
            );
            try
            {
                using var answer = await client.PostAsync(new Uri($"http://build.internal:{target.Port}/"), null);
                status = answer.StatusCode;
            }
            catch (OperationCanceledException) { }
        }

        Assert.Equal(HttpStatusCode.NoContent, status);
        queued.ForEach(socket => socket.Dispose());

        static Socket Tcp() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var inside = await Target.StartAsync();
        await using var target = await Target.StartAsync(context =>
        {
            context.Response.Redirect(inside.Url);
            return Task.CompletedTask;
        });
        using var client = Client((_, _) => throw new InvalidOperationException(), "127.0.0.1");

        using var answer = await client.PostAsync(new Uri(target.Url), null);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Empty(inside.Received);
    }

    [Fact]
    public void Any_text_is_judged_without_failing() =>
        Prop.ForAll<string?, string?>(
                (host, path) =>
                {
                    TargetAddress.Fault(host ?? "", s_settings);
                    TargetAddress.Fault($"https://{host}/{path}", s_settings);
                }
            )
            .QuickCheckThrowOnFailure();

    private static HttpClient Client(HostResolver resolve, params string[] allowed) =>
        Client(resolve, s_settings.Timeout, allowed);

    private static HttpClient Client(HostResolver resolve, TimeSpan timeout, params string[] allowed) =>
        new(
            new TargetConnector(s_settings with { AllowedHosts = allowed, Timeout = timeout }, resolve).CreateHandler()
        );
}
