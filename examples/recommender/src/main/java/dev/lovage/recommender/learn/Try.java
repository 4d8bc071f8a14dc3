package dev.lovage.recommender.learn;
import dev.lovage.recommender.data.*;
import java.nio.file.*;
public class Try { public static void main(String[] a) throws Exception {
  Dataset d = a.length>0 ? MovieLens.load(Path.of(a[0])) : Generated.dataset();
  System.out.println(d.source()+" "+d.movies().size()+" "+d.likes().size()+" "+d.movies().get(0)+" "+d.movies().get(100));
  var all=Interactions.of(d.likes(), d.movies().size());
  var val=Split.lastButOne(all); var test=Split.last(all);
  for (var s: new Split[]{val,test}) {
   System.out.println("pop "+Scores.of(new Popularity(s.train().popularity()), s));
   for (int k: new int[]{20,50,100,200}) System.out.println("knn "+k+" "+Scores.of(ItemKnn.of(s.train(),k), s));
  }
  for (int r: new int[]{16,32,64,128}) for (double al: new double[]{2,5,10,20,40}) for (double la: new double[]{1,5,20,50}) {
    var h=new Hyper(r,al,la,10); long t=System.nanoTime(); var f=new Als(h,2).train(val.train(), p->{}); long ms=(System.nanoTime()-t)/1000000;
    System.out.printf("%s %d ms %s%n",h,ms,Scores.of(new FactorScorer(h,f),val)); }
}}
