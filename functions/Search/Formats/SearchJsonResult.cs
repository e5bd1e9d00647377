using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.ObjectPool;

namespace Hookwork.Search.Formats;

/// <summary>A JSON answer. A page of hits is large, so its buffer is reused.</summary>
internal sealed class SearchJsonResult(SearchAnswer answer) : IResult
{
    private const int Usual = 256 << 10;

    private static readonly ObjectPool<ArrayBufferWriter<byte>> Buffers = new DefaultObjectPool<
        ArrayBufferWriter<byte>
    >(new BufferPolicy());

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var buffer = Buffers.Get();
        try
        {
            SearchJson.Write(buffer, answer);
            response.ContentType = "application/json; charset=utf-8";
            response.ContentLength = buffer.WrittenCount;
            await response.Body.WriteAsync(buffer.WrittenMemory, httpContext.RequestAborted);
        }
        finally
        {
            Buffers.Return(buffer);
        }
    }

    private sealed class BufferPolicy : PooledObjectPolicy<ArrayBufferWriter<byte>>
    {
        public override ArrayBufferWriter<byte> Create() => new(Usual);

        public override bool Return(ArrayBufferWriter<byte> obj)
        {
            obj.ResetWrittenCount();
            return obj.Capacity <= 2 * Usual;
        }
    }
}
