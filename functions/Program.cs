Console.WriteLine("Hookwork");
