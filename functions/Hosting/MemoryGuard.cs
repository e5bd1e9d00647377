using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Hookwork.Hosting;

/// <summary>
/// Tells the Functions host that a function ran out of memory. The worker does not catch this exception and sends no
/// answer. The host would then wait for half an hour, the longest time of a function, without a poll.
/// </summary>
internal sealed class MemoryGuard : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        string failure;
        try
        {
            await next(context);
            return;
        }
        // The worker looks at inner exceptions, too: none is kept.
        catch (Exception exception) when (RanOut(exception))
        {
            failure = exception.ToString();
        }
        throw new InvalidOperationException($"Memory ran out: {failure}");
    }

    private static bool RanOut(Exception? exception) =>
        exception switch
        {
            null => false,
            OutOfMemoryException => true,
            AggregateException several => several.InnerExceptions.Any(RanOut),
            _ => RanOut(exception.InnerException),
        };
}
