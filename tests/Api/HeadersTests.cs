namespace Hookwork.Tests.Api;

/// <summary>The headers of each kind of answer, as a Patchwork 3.2.1 sends them.</summary>
[Collection(ServedArchive.Collection)]
public sealed class HeadersTests(ServedArchive archive) : IDisposable
{
    private const string Patch = "/project/qemu-devel/patch/20260327025228.474257-5-zhenzhong.duan@intel.com/";

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        BaseAddress = archive.Client.BaseAddress,
    };

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("/api/", 200, "application/json", "Accept, Cookie", "GET, HEAD, OPTIONS")]
    [InlineData("/api/patches/", 200, "application/json", "Accept, Cookie", "GET, HEAD, OPTIONS")]
    [InlineData("/api/patches/2216659/", 200, "application/json", "Accept, Cookie", "GET, PUT, PATCH, HEAD, OPTIONS")]
    [InlineData("/api/1.0/covers/", 200, "application/json", "Accept, Cookie", "GET, HEAD, OPTIONS")]
    [InlineData("/api/patches/1/", 404, "application/json", "Accept, Cookie", "GET, PUT, PATCH, HEAD, OPTIONS")]
    [InlineData("/api/people/", 403, "application/json", "Accept, Cookie", "GET, HEAD, OPTIONS")]
    [InlineData("/api/patches/?format=xml", 404, "application/json", "Accept", "GET, HEAD, OPTIONS")]
    [InlineData("/api/nothing/", 404, "text/html; charset=utf-8", "Cookie", "")]
    [InlineData(Patch + "mbox/", 200, "text/plain; charset=utf-8", "", "")]
    [InlineData(Patch + "raw/", 200, "text/x-patch", "", "")]
    [InlineData("/series/497680/mbox/", 200, "text/plain", "", "")]
    [InlineData("/patch/2216659/", 302, "text/html; charset=utf-8", "", "")]
    [InlineData("/patch/2216659/mbox/", 302, "text/html; charset=utf-8", "", "")]
    [InlineData("/patch/1/", 404, "text/html; charset=utf-8", "Cookie", "")]
    public async Task An_answer_has_the_headers_of_Patchworks(
        string path,
        int status,
        string type,
        string vary,
        string allow
    )
    {
        foreach (var encoding in new[] { null, "identity", "br;q=0.5", "gzip;q=0" })
        {
            using var answer = await _client.GetAsync(path, "Accept-Encoding", encoding);

            Assert.Equal(status, (int)answer.StatusCode);
            Assert.Equal([type], answer.Content.Headers.GetValues("Content-Type"));
            Assert.Equal(vary, string.Join(", ", answer.Headers.Vary));
            Assert.Equal(allow, string.Join(", ", answer.Content.Headers.Allow));
            Assert.Equal(["DENY"], answer.Headers.GetValues("X-Frame-Options"));
            Assert.Empty(answer.Content.Headers.ContentEncoding);
        }
    }

    [Theory]
    [InlineData("/health/live", "")]
    [InlineData("/health/ready", "")]
    [InlineData("/robots.txt", "")]
    [InlineData("/api/schema/openapi.json", "")]
    [InlineData("/search?q=s:virtio", "Accept")]
    public async Task What_can_be_read_can_be_asked_for_by_HEAD(string path, string vary)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var answer = await _client.SendAsync(request);

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(vary, string.Join(", ", answer.Headers.Vary));
    }

    [Theory]
    [InlineData("/api/patches")]
    [InlineData(Patch + "mbox")]
    public async Task A_redirect_to_the_trailing_slash_has_no_more_than_its_address(string path)
    {
        using var answer = await _client.GetAsync(path, "Accept-Encoding", null);

        Assert.Equal(301, (int)answer.StatusCode);
        Assert.Equal(path + "/", answer.Headers.Location?.OriginalString);
        Assert.False(answer.Headers.Contains("X-Frame-Options"));
        Assert.Empty(answer.Headers.Vary);
    }

    [Theory]
    [InlineData("/api/patches/", "Accept, Cookie, Accept-Encoding")]
    [InlineData(Patch + "mbox/", "Accept-Encoding")]
    public async Task A_compressed_answer_says_so(string path, string vary)
    {
        using var answer = await _client.GetAsync(path, "Accept-Encoding", "gzip, deflate");

        Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
        Assert.Equal(vary, string.Join(", ", answer.Headers.Vary));
    }

    /// <summary>Whoever has the address may read the report, and it changes while it waits.</summary>
    [Fact]
    public async Task What_a_report_address_answers_is_kept_by_no_cache()
    {
        using var answer = await _client.GetAsync("/report/unknown");

        Assert.Equal(404, (int)answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
    }
}
