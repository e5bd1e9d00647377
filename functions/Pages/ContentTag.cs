using System.IO.Hashing;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Hookwork.Pages;

/// <summary>The ETag of an answer's content.</summary>
internal static class ContentTag
{
    /// <summary>Names the content in the answer, weakly since the body may be compressed.</summary>
    /// <remarks>XxHash64 is compiled ahead. XXH3 is compiled at the first page of each process.</remarks>
    /// <returns>Whether the caller has this content already.</returns>
    public static bool SetAndCompare(HttpContext context, ReadOnlySpan<byte> content) =>
        SetAndCompare(context, new EntityTagHeaderValue($"\"{XxHash64.HashToUInt64(content):x16}\"", isWeak: true));

    /// <summary>Names the content in the answer by a tag.</summary>
    /// <returns>Whether the caller has this content already.</returns>
    public static bool SetAndCompare(HttpContext context, EntityTagHeaderValue tag)
    {
        context.Response.Headers.ETag = tag.ToString();
        return context
            .Request.GetTypedHeaders()
            .IfNoneMatch.Any(known =>
                known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false)
            );
    }
}
