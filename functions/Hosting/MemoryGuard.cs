using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Hookwork.Hosting;

/// <summary>
/// Tells the Functions host that memory ran out for a function. The worker lets such an exception pass and answers
/// nothing, so that the host would wait for as long as a function may run: for half an hour without a poll.
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
