using Microsoft.AspNetCore.Http;

namespace Hookwork.Input;

/// <summary>Reads a small body into memory.</summary>
internal static class RequestBody
{
    /// <summary>The body; null if it is too large.</summary>
    /// <param name="most">The largest body in bytes.</param>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int most, CancellationToken cancellationToken)
    {
        if (request.ContentLength > most)
            return null;
        using var body = new MemoryStream();
        var chunk = new byte[16 << 10];
        while (await request.Body.ReadAsync(chunk, cancellationToken) is > 0 and var length)
        {
            if (body.Length + length > most)
                return null;
            body.Write(chunk, 0, length);
        }
        return body.ToArray();
    }

    /// <summary>The form in a body; null if the body is too large. ASP.NET Core limits only each value.</summary>
    /// <param name="most">The largest body in bytes.</param>
    public static async Task<IFormCollection?> ReadFormAsync(
        HttpRequest request,
        int most,
        CancellationToken cancellationToken
    )
    {
        if (await ReadAsync(request, most, cancellationToken) is not { } body)
            return null;
        request.Body = new MemoryStream(body);
        return await request.ReadFormAsync(cancellationToken);
    }
}
