using Hookwork.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<MemoryGuard>();
builder.Services.AddSingleton(new FirstAnswer(TimeSpan.FromSeconds(10), TimeProvider.System));
builder.Services.AddHookwork(builder.Configuration);
builder.Build().Run();
