"""The room `analysis`: what is asked of the feeds of coded events, and the engines that answer."""
